using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Fairlead.Model.Nftables;

/// <summary>
/// Folds the register machine back into words: what was loaded since the last use is the left side of what uses it.
/// </summary>
internal sealed class NftRuleText
{
    private readonly List<string> _words = [];
    private readonly List<NftFieldName> _loaded = [];
    private string _mask = "";
    private string _prefix = "";
    private string _target = "";

    public string Write(EquatableList<NftExpression> expressions)
    {
        foreach (var expression in expressions)
        {
            Add(expression);
        }

        return string.Join(' ', _words);
    }

    private string Left => string.Join(" . ", _loaded) + _mask;

    private void Add(NftExpression expression)
    {
        if (NftFieldName.Of(expression) is { } field)
        {
            _loaded.Add(field);
            return;
        }

        switch (expression)
        {
            case NftBitwise bitwise:
                AddMask(bitwise);
                break;
            case NftLookup { Destination: not null and not NftExpression.VerdictRegister } lookup:
                _target = $"{Left} map @{lookup.Set}";
                _loaded.Clear();
                break;
            case NftImmediate immediate:
                _target = Constant(immediate.Value);
                break;
            default:
                _words.Add(Statement(expression));
                _loaded.Clear();
                (_mask, _prefix, _target) = ("", "", "");
                break;
        }
    }

    private string Statement(NftExpression expression) => expression switch
    {
        NftCompare compare => Comparison(compare),
        NftRange range => $"{Left}{(range.Inverted ? " !=" : "")} {Constant(range.From)}-{Constant(range.To)}",
        NftLookup { Destination: NftExpression.VerdictRegister } map => $"{Left} vmap @{map.Set}",
        NftLookup set => $"{Left}{(set.Inverted ? " !=" : "")} @{set.Set}",
        NftImmediateVerdict verdict => verdict.Verdict.ToString(),
        NftMetaSet set => $"meta {set.Key.ToString().ToLowerInvariant()} set {Source}",
        NftConntrackSet set => $"ct {set.Key.ToString().ToLowerInvariant()} set {Source}",
        NftNat nat => $"{(nat.Type == 1 ? "dnat" : "snat")} {nat.Family.ToString().ToLowerInvariant()} to {Source}",
        NftMasquerade => "masquerade",
        NftCounter => "counter",
        NftReject => "reject",
        NftLog log => $"log prefix \"{log.Prefix}\" group {log.Group}",
        NftLimit limit => $"limit rate {limit.PerSecond}/second burst {limit.Burst} packets",
        NftUnknown unknown => $"[{unknown.Name}{XtablesName(unknown)}]",
        _ => $"[{expression}]",
    };

    // NFTA_MATCH_NAME and NFTA_TARGET_NAME come first: length (2), type (2), text.
    private static string XtablesName(NftUnknown unknown)
    {
        var octets = unknown.Attributes.Span;
        return unknown.Name is "match" or "target" && octets.Length > 4 && octets[4..].IndexOf((byte)0) is > 0 and var end
            ? $" {Encoding.ASCII.GetString(octets.Slice(4, end))}"
            : "";
    }

    private string Source => _target.Length > 0 ? _target : Left;

    private static string Operator(NftComparison comparison) => comparison switch
    {
        NftComparison.Equal => "",
        NftComparison.NotEqual => " !=",
        NftComparison.Less => " <",
        NftComparison.LessOrEqual => " <=",
        NftComparison.Greater => " >",
        _ => " >=",
    };

    private string Constant(ByteString value) =>
        _loaded.Count == 1 ? _loaded[0].Constant(value)
        : value.Length is 4 or 16 ? Addresses.InetAddress.FromBytes(value.Span).ToString()
        : $"0x{value}";

    private string Comparison(NftCompare compare)
    {
        // IPS_SRC_NAT and IPS_DST_NAT of include/uapi/linux/netfilter/nf_conntrack_common.h.
        return (Left, compare.Comparison) switch
        {
            ("ct status & 0x00000010", NftComparison.NotEqual) => "ct status snat",
            ("ct status & 0x00000020", NftComparison.NotEqual) => "ct status dnat",
            _ => $"{Left}{Operator(compare.Comparison)} {Constant(compare.Value)}{_prefix}",
        };
    }

    // A mask on an address is a prefix length, as `nft` prints it; any other is spelt out.
    private void AddMask(NftBitwise bitwise)
    {
        if (_loaded is [{ IsAddress: true }])
        {
            var ones = 0;
            foreach (var octet in bitwise.Mask.Span)
            {
                ones += BitOperations.PopCount(octet);
            }

            _prefix = $"/{ones}";
            return;
        }

        _mask = $" & {Number(bitwise.Mask)}";
        if (bitwise.Xor.Span.IndexOfAnyExcept((byte)0) >= 0)
        {
            _mask += $" ^ {Number(bitwise.Xor)}";
        }
    }

    private static string Number(ByteString value) =>
        value.Length == 4 ? $"0x{BinaryPrimitives.ReadUInt32LittleEndian(value.Span):x8}" : $"0x{value}";
}
