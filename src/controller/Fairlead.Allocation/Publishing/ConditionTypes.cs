namespace Fairlead.Allocation.Publishing;

/// <summary>Conditions that the allocator sets, and what their being true means.</summary>
internal static class ConditionTypes
{
    /// <summary>The node's instance and its limits are known.</summary>
    public const string InstanceKnown = "InstanceKnown";

    /// <summary>The stock of addresses is what it should be, or on the way.</summary>
    public const string AddressesAvailable = "AddressesAvailable";

    /// <summary>The cloud does what is asked of it.</summary>
    public const string CloudReady = "CloudReady";

    /// <summary>The node has a slice of the pod range.</summary>
    public const string SliceReady = "SliceReady";

    /// <summary>The VPC routes the node's slices to it.</summary>
    public const string RouteReady = "RouteReady";

    /// <summary>What the cloud has is what was made there.</summary>
    public const string CloudConsistent = "CloudConsistent";

    /// <summary>Of the cluster: the route table has room for more nodes.</summary>
    public const string RouteQuota = "RouteQuota";

    /// <summary>Of the cluster: entries can be made and removed.</summary>
    public const string RoutesKept = "RoutesKept";

    /// <summary>Of a class or the cluster: the cloud has what it names.</summary>
    public const string Ready = "Ready";
}
