using Fairlead.Model.Nftables;

namespace Fairlead.Planning.Paths.Filtering;

/// <summary>How a base chain ends for one packet.</summary>
/// <param name="Verdict">Accept or drop; queue, which nobody can foresee.</param>
/// <param name="Rule">The rule that decided; null for the chain's policy.</param>
internal sealed record NftOutcome(NftVerdictKind Verdict, NftRule? Rule)
{
    /// <summary>Set where the drop is said to the sender.</summary>
    public NftReject? Reject { get; init; }

    /// <summary>What cannot be foreseen; null where the outcome is sure.</summary>
    public string? Doubt { get; init; }

    /// <summary>The rule translated the packet.</summary>
    public bool IsTranslated { get; init; }
}
