namespace Fairlead.Model.Nftables;

/// <summary>NF_* and NFT_* verdict codes.</summary>
public enum NftVerdictKind
{
    Drop = 0,
    Accept = 1,
    Queue = 3,
    Continue = -1,
    Break = -2,
    Jump = -3,
    Goto = -4,
    Return = -5,
}

/// <param name="Chain">Where a jump or goto leads.</param>
public sealed record NftVerdict(NftVerdictKind Kind, string? Chain = null)
{
    public static NftVerdict Accept { get; } = new(NftVerdictKind.Accept);

    public static NftVerdict Drop { get; } = new(NftVerdictKind.Drop);

    public static NftVerdict Return { get; } = new(NftVerdictKind.Return);

    public static NftVerdict Jump(string chain) => new(NftVerdictKind.Jump, chain);

    public static NftVerdict Goto(string chain) => new(NftVerdictKind.Goto, chain);

    public override string ToString() => Chain is null ? Kind.ToString().ToLowerInvariant() : $"{Kind.ToString().ToLowerInvariant()} {Chain}";
}
