using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Fairlead.Model.Addresses;

namespace Fairlead.Linux.Iptables;

/// <summary>Rules that drop or reject, from the entries of the filter table (struct ipt_entry, struct ip6t_entry).</summary>
internal static class LegacyRuleCodec
{
    private const int Drop = -1;

    // struct xt_entry_match and xt_entry_target: size (2), name[29], revision.
    private const int NameOffset = 2;
    private const int NameLength = 29;
    private const int PartHeader = 32;

    // IPT_INV_VIA_IN, VIA_OUT, SRCIP, DSTIP, PROTO.
    private const byte Inversions = 0x01 | 0x02 | 0x08 | 0x10 | 0x40;

    private static readonly string[] BuiltIn = ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"];

    /// <param name="hooks">Offsets at which each built-in chain begins and at which its policy stands, by hook number.</param>
    public static List<LegacyRule> Read(ReadOnlySpan<byte> entries, IReadOnlyDictionary<int, (int Begin, int Policy)> hooks, bool v6)
    {
        var rules = new List<LegacyRule>();
        var (chain, number) = ("", 0);
        var layout = new EntryLayout(v6);
        for (var at = 0; at + layout.Length <= entries.Length;)
        {
            var entry = entries[at..];
            var next = BinaryPrimitives.ReadUInt16LittleEndian(entry[(layout.Offsets + 2)..]);
            var target = BinaryPrimitives.ReadUInt16LittleEndian(entry[layout.Offsets..]);
            if (next < layout.Length || next > entry.Length || target < layout.Length || target + PartHeader > next)
            {
                break;
            }

            var name = Name(entry[target..]);
            if (hooks.Where(hook => hook.Value.Begin == at).Select(hook => (int?)hook.Key).FirstOrDefault() is { } hook)
            {
                (chain, number) = (BuiltIn[hook], 0);
            }

            if (name == "ERROR")
            {
                // A user's chain begins with an entry whose target says its name.
                (chain, number) = (Text(entry[(target + PartHeader)..next], 30), 0);
            }
            else if (hooks.Values.All(hook => hook.Policy != at))
            {
                number++;
                if (Verdict(name, entry[(target + PartHeader)..next]) is { } ends)
                {
                    rules.Add(Rule(entry[..next], layout, chain, number, ends, Matches(entry[layout.Length..target])));
                }
            }

            at += next;
        }

        return rules;
    }

    /// <returns>Null where the packet goes on somewhere.</returns>
    private static string? Verdict(string target, ReadOnlySpan<byte> body) => target switch
    {
        "REJECT" => "REJECT",
        "" when body.Length >= 4 && BinaryPrimitives.ReadInt32LittleEndian(body) == Drop => "DROP",
        _ => null,
    };

    private static List<string> Matches(ReadOnlySpan<byte> matches)
    {
        var names = new List<string>();
        while (matches.Length >= PartHeader && BinaryPrimitives.ReadUInt16LittleEndian(matches) is var size && size >= PartHeader && size <= matches.Length)
        {
            names.Add(Name(matches));
            matches = matches[size..];
        }

        return names;
    }

    private static LegacyRule Rule(ReadOnlySpan<byte> entry, EntryLayout layout, string chain, int number, string target, List<string> matches) => new(
        layout.IsV6, chain, number,
        Range(entry, layout, 0, layout.Masks), Range(entry, layout, layout.Address, layout.Masks + layout.Address),
        Text(entry[layout.Links..], 16), Text(entry[(layout.Links + 16)..], 16),
        BinaryPrimitives.ReadUInt16LittleEndian(entry[layout.Protocol..]), matches, target, (entry[layout.Inverted] & Inversions) != 0);

    private static Cidr? Range(ReadOnlySpan<byte> entry, EntryLayout layout, int address, int mask)
    {
        var length = 0;
        foreach (var octet in entry.Slice(mask, layout.Address))
        {
            length += BitOperations.PopCount(octet);
        }

        return length == 0 ? null : new Cidr(InetAddress.FromBytes(entry.Slice(address, layout.Address)), length);
    }

    private static string Name(ReadOnlySpan<byte> part) => Text(part[NameOffset..], NameLength);

    private static string Text(ReadOnlySpan<byte> octets, int most)
    {
        var text = octets[..Math.Min(most, octets.Length)];
        var end = text.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? text : text[..end]);
    }

    /// <summary>Where the fields of an entry lie, in octets from its beginning.</summary>
    private readonly struct EntryLayout(bool v6)
    {
        public bool IsV6 => v6;

        /// <summary>Octets of an address.</summary>
        public int Address => v6 ? 16 : 4;

        public int Masks => 2 * Address;

        public int Links => 4 * Address;

        public int Protocol => Links + 64;

        // IPv4: proto (2), flags, invflags; IPv6: proto (2), tos, flags, invflags.
        public int Inverted => Protocol + (v6 ? 4 : 3);

        /// <summary>target_offset and next_offset, two octets each, behind nfcache.</summary>
        public int Offsets => v6 ? 140 : 88;

        public int Length => v6 ? 168 : 112;
    }
}
