using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;

namespace Fairlead.Agent.Pods;

/// <summary>What a runtime asks for with ADD, checked as far as it can be without looking at the node.</summary>
public sealed record AttachRequest
{
    public required AttachmentId Id { get; init; }

    public required string NetnsPath { get; init; }

    /// <summary>The open namespace; belongs to whoever attaches from here on.</summary>
    public required INetworkNamespace Netns { get; init; }

    public required string Network { get; init; }

    public string PodNamespace { get; init; } = "";

    public string PodName { get; init; } = "";

    public string PodUid { get; init; } = "";

    public MacAddress? Mac { get; init; }

    public IReadOnlyList<HostPort> HostPorts { get; init; } = [];
}
