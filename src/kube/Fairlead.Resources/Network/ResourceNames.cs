namespace Fairlead.Resources.Network;

/// <summary>Names that pods, nodes and cloud objects bear.</summary>
public static class ResourceNames
{
    public const string Group = "fairlead.io";

    public const string Version = "v1alpha1";

    /// <summary>Extended resource: an ENI of its own.</summary>
    public const string Eni = "fairlead.io/eni";

    /// <summary>The name by which Terway's users ask for the same.</summary>
    public const string EniAlias = "aliyun/eni";

    public const string MemberEni = "fairlead.io/member-eni";

    /// <summary>Tag of whatever is made in the cloud; its value is <see cref="ClusterNetworkSpec.Cluster"/>.</summary>
    public const string ClusterTag = "fairlead.io/cluster";

    /// <summary>Tag of an ENI: the node that it was made for.</summary>
    public const string NodeTag = "fairlead.io/node";

    /// <summary>Tag of an ENI: the instance that it was made for. On another one that is no node's, somebody else put it.</summary>
    public const string InstanceTag = "fairlead.io/instance";

    /// <summary>Tags of an ENI: what it is for (an <see cref="InterfaceUse"/>), for which class, and its <see cref="NodeInterface.Generation"/>.</summary>
    public const string UseTag = "fairlead.io/use";

    public const string ClassTag = "fairlead.io/class";

    public const string GenerationTag = "fairlead.io/generation";
}
