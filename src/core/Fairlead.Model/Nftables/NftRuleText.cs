using System.Buffers.Binary;

namespace Fairlead.Model.Nftables;

/// <summary>
/// Folds the register machine back into words: what was loaded since the last use is the left side of what uses it.
/// </summary>
internal sealed class NftRuleText
{
    private readonly List<string> words = [];
    private readonly List<NftFieldName> loaded = [];
    private string mask = "";
    private string target = "";

    public string Write(EquatableList<NftExpression> expressions)
    {
        foreach (var expression in expressions)
        {
            Add(expression);
        }

        return string.Join(' ', words);
    }

    private string Left => string.Join(" . ", loaded) + mask;

    private void Add(NftExpression expression)
    {
        if (NftFieldName.Of(expression) is { } field)
        {
            loaded.Add(field);
            return;
        }

        switch (expression)
        {
            case NftBitwise bitwise:
                mask = Mask(bitwise);
                break;
            case NftLookup { Destination: not null and not NftExpression.VerdictRegister } lookup:
                target = $"{Left} map @{lookup.Set}";
                loaded.Clear();
                break;
            case NftImmediate immediate:
                target = Constant(immediate.Value);
                break;
            default:
                words.Add(Statement(expression));
                loaded.Clear();
                (mask, target) = ("", "");
                break;
        }
    }

    private string Statement(NftExpression expression) => expression switch
    {
        NftCompare compare => $"{Left}{Operator(compare.Comparison)} {Constant(compare.Value)}",
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
        _ => $"[{expression}]",
    };

    private string Source => target.Length > 0 ? target : Left;

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
        loaded.Count == 1 ? loaded[0].Constant(value)
        : value.Length is 4 or 16 ? Addresses.InetAddress.FromBytes(value.Span).ToString()
        : $"0x{value}";

    // A mask of leading ones is a prefix length, as `nft` prints it; any other is spelt out.
    private string Mask(NftBitwise bitwise)
    {
        var ones = 0;
        foreach (var octet in bitwise.Mask.Span)
        {
            ones += System.Numerics.BitOperations.PopCount(octet);
        }

        if (loaded is [{ IsAddress: true }])
        {
            return $" /{ones}";
        }

        return bitwise.Length == 4
            ? $" & 0x{BinaryPrimitives.ReadUInt32LittleEndian(bitwise.Mask.Span):x8} ^ 0x{BinaryPrimitives.ReadUInt32LittleEndian(bitwise.Xor.Span):x8}"
            : $" & 0x{bitwise.Mask} ^ 0x{bitwise.Xor}";
    }
}
