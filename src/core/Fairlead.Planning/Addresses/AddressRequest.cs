using Fairlead.Model.Pods;

namespace Fairlead.Planning.Addresses;

/// <summary>Who asks for addresses of the node's slices.</summary>
/// <param name="PodUid">Empty where the runtime told none.</param>
public sealed record AddressRequest(AttachmentId Owner, string PodUid)
{
    /// <summary>Of the pod; empty where the runtime told none.</summary>
    public string Namespace { get; init; } = "";

    public string Pod { get; init; } = "";

    /// <summary>Whether it may take only what <see cref="FixedOffer"/> says, and must wait until that is said.</summary>
    public bool AwaitsFixed { get; init; }
}
