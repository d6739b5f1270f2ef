using System.Collections.Immutable;
using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel.Nftables;

/// <summary>A rule's expressions: kept as they came, read as far as they name chains and sets.</summary>
/// <param name="Octets">Value of NFTA_RULE_EXPRESSIONS.</param>
internal sealed record FakeExpressions(byte[] Octets, ImmutableHashSet<string> Chains, ImmutableHashSet<string> Sets, ImmutableHashSet<string> Names)
{
    private static readonly HashSet<string> Known =
    [
        "meta", "payload", "cmp", "range", "bitwise", "byteorder", "lookup", "immediate", "ct", "fib", "nat", "masq", "counter", "reject", "log", "limit",
    ];

    public bool HasUnknown => !Known.IsSupersetOf(Names);

    /// <summary>Whether it translates addresses, which only chains of type nat may.</summary>
    public bool Translates => Names.Contains("nat") || Names.Contains("masq");

    public static FakeExpressions Read(NetlinkAttribute list)
    {
        var (chains, sets, names) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var element in list.Nested)
        {
            var name = "";
            foreach (var part in element.Nested)
            {
                if (part.Type == 1)
                {
                    names.Add(name = part.Text);
                }
                else if (part.Type == 2)
                {
                    Note(name, part, chains, sets);
                }
            }
        }

        return new FakeExpressions(list.Value.ToArray(), [.. chains], [.. sets], [.. names]);
    }

    /// <summary>NFTA_DATA_VERDICT { NFTA_VERDICT_CHAIN }: where a jump or goto leads.</summary>
    public static string? ChainOf(NetlinkAttribute data)
    {
        foreach (var verdict in data.Nested)
        {
            if (verdict.Type != 2)
            {
                continue;
            }

            foreach (var attribute in verdict.Nested)
            {
                if (attribute.Type == 2)
                {
                    return attribute.Text;
                }
            }
        }

        return null;
    }

    // NFTA_LOOKUP_SET, NFTA_IMMEDIATE_DATA
    private static void Note(string name, NetlinkAttribute data, List<string> chains, List<string> sets)
    {
        foreach (var attribute in data.Nested)
        {
            if ((name, attribute.Type) == ("lookup", 1))
            {
                sets.Add(attribute.Text);
            }
            else if ((name, attribute.Type) == ("immediate", 2) && ChainOf(attribute) is { } chain)
            {
                chains.Add(chain);
            }
        }
    }
}
