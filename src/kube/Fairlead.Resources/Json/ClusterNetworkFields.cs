using Fairlead.Resources.Network;

namespace Fairlead.Resources.Json;

internal static class ClusterNetworkFields
{
    private static readonly ClusterNetworkSpec Default = new();

    public static ClusterNetwork Read(FieldReader fields) => new()
    {
        Metadata = fields.Nested("metadata", MetaFields.Read),
        Spec = fields.Nested("spec", ReadSpec),
        Status = fields.Nested("status", ReadStatus),
    };

    public static void Write(FieldWriter fields, ClusterNetwork network)
    {
        fields.Nested("metadata", network.Metadata, MetaFields.Write);
        fields.Nested("spec", network.Spec, WriteSpec);
        fields.Nested("status", network.Status, WriteStatus);
    }

    public static void WriteStatus(FieldWriter fields, ClusterNetworkStatus status)
    {
        fields.Records("conditions", status.Conditions, MetaFields.WriteCondition);
        fields.Number("observedGeneration", status.ObservedGeneration);
        fields.Records("leaked", status.Leaked, WriteLeaked);
        fields.Number("routes", status.Routes);
        fields.Number("routeQuota", status.RouteQuota);
        fields.Nested("inForce", status.InForce, WriteLasting);
    }

    private static ClusterNetworkSpec ReadSpec(FieldReader fields) => new()
    {
        Cluster = fields.Text("cluster"),
        Vpc = fields.Text("vpc"),
        PodRanges = fields.List("podRanges", FieldReader.AsRange),
        SliceLength4 = fields.Int("sliceLength4", Default.SliceLength4),
        SliceLength6 = fields.Int("sliceLength6", Default.SliceLength6),
        Routes = fields.Word("routes", Default.Routes),
        RouteTable = fields.Text("routeTable"),
        RouteQuota = fields.Int("routeQuota", Default.RouteQuota),
        Families = fields.Word("families", Default.Families),
        Mode = fields.Word("mode", Default.Mode),
        VSwitches = fields.Texts("vSwitches"),
        VSwitchSelection = fields.Word("vSwitchSelection", Default.VSwitchSelection),
        SecurityGroups = fields.Texts("securityGroups"),
        Pool = fields.Nested("pool", PoolFields.ReadPool),
        NodePools = fields.Records("nodePools", PoolFields.ReadNodePool),
        Collection = fields.Nested("collection", PoolFields.ReadCollection),
    };

    private static void WriteSpec(FieldWriter fields, ClusterNetworkSpec spec)
    {
        fields.Text("cluster", spec.Cluster);
        fields.Text("vpc", spec.Vpc);
        fields.Texts("podRanges", spec.PodRanges);
        fields.Always("sliceLength4", spec.SliceLength4);
        fields.Always("sliceLength6", spec.SliceLength6);
        fields.Word("routes", spec.Routes);
        fields.Text("routeTable", spec.RouteTable);
        fields.Always("routeQuota", spec.RouteQuota);
        fields.Word("families", spec.Families);
        fields.Word("mode", spec.Mode);
        fields.Texts("vSwitches", spec.VSwitches);
        fields.Word("vSwitchSelection", spec.VSwitchSelection);
        fields.Texts("securityGroups", spec.SecurityGroups);
        fields.Nested("pool", spec.Pool, PoolFields.WritePool);
        fields.Records("nodePools", spec.NodePools, PoolFields.WriteNodePool);
        fields.Nested("collection", spec.Collection, PoolFields.WriteCollection);
    }

    private static ClusterNetworkStatus ReadStatus(FieldReader fields) => new()
    {
        Conditions = fields.Records("conditions", MetaFields.ReadCondition),
        ObservedGeneration = fields.Long("observedGeneration"),
        Leaked = fields.Records("leaked", ReadLeaked),
        Routes = fields.Int("routes"),
        RouteQuota = fields.Int("routeQuota"),
        InForce = fields.Nested<LastingChoice?>("inForce", ReadLasting, null),
    };

    private static LastingChoice ReadLasting(FieldReader fields) => new()
    {
        Cluster = fields.Text("cluster"),
        Vpc = fields.Text("vpc"),
        PodRanges = fields.List("podRanges", FieldReader.AsRange),
    };

    private static void WriteLasting(FieldWriter fields, LastingChoice lasting)
    {
        fields.Text("cluster", lasting.Cluster);
        fields.Text("vpc", lasting.Vpc);
        fields.Texts("podRanges", lasting.PodRanges);
    }

    private static LeakedResource ReadLeaked(FieldReader fields) =>
        new(fields.Text("kind"), fields.Text("id"), fields.Text("reason"), fields.Time("since") ?? throw new ResourceFormatException("since", "is missing"));

    private static void WriteLeaked(FieldWriter fields, LeakedResource leaked)
    {
        fields.Text("kind", leaked.Kind);
        fields.Text("id", leaked.Id);
        fields.Text("reason", leaked.Reason);
        fields.Time("since", leaked.Since);
    }
}
