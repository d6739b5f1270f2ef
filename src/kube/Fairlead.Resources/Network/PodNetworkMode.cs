namespace Fairlead.Resources.Network;

/// <summary>How a pod gets its address and its packets.</summary>
public enum PodNetworkMode
{
    /// <summary>An address of the node's slice; the VPC routes the slice to the node.</summary>
    VpcRoute,

    /// <summary>An address of an ENI of the node, which other pods share.</summary>
    SharedEni,

    /// <summary>An ENI of its own, inside the pod.</summary>
    ExclusiveEni,

    /// <summary>A member ENI of its own, on the node's trunk ENI.</summary>
    MemberEni,
}
