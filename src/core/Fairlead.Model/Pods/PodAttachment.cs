using Fairlead.Model.Addresses;

namespace Fairlead.Model.Pods;

/// <summary>A pod's interface as the node knows it: the one input from which its kernel objects are planned. Journalled.</summary>
public sealed record PodAttachment
{
    public required AttachmentId Id { get; init; }

    /// <summary>Where the runtime said the network namespace is, with the device and inode it had then.</summary>
    public required string NetnsPath { get; init; }

    public required ulong NetnsDevice { get; init; }

    public required ulong NetnsInode { get; init; }

    /// <summary>One address of each family at most; single addresses, /32 and /128 on the link.</summary>
    public InetAddress? V4 { get; init; }

    public InetAddress? V6 { get; init; }

    /// <summary>The ENI that the addresses are of; null in VPC-route mode, where they are of the node's slice.</summary>
    public PodEni? Eni { get; init; }

    /// <summary>Index and MAC of the host end, chosen by the agent and never used twice within one boot.</summary>
    public required int HostIndex { get; init; }

    public required MacAddress HostMac { get; init; }

    public required MacAddress PodMac { get; init; }

    public required int Mtu { get; init; }

    public string PodNamespace { get; init; } = "";

    public string PodName { get; init; } = "";

    public string PodUid { get; init; } = "";

    /// <summary>The network's name from the configuration, part of CNI's result cache key and of GC's scope.</summary>
    public string Network { get; init; } = "";

    public IReadOnlyList<HostPort> HostPorts { get; init; } = [];

    public IEnumerable<InetAddress> Addresses
    {
        get
        {
            if (V4 is { } v4)
            {
                yield return v4;
            }

            if (V6 is { } v6)
            {
                yield return v6;
            }
        }
    }
}
