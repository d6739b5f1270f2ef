using Fairlead.Resources.Network;

namespace Fairlead.Resources.Json;

internal static class PoolFields
{
    private static readonly PoolSettings Default = new();

    public static PoolSettings ReadPool(FieldReader fields) => new()
    {
        Batch = fields.Int("batch", Default.Batch),
        MinFree = fields.Int("minFree", Default.MinFree),
        Prefixes = fields.Flag("prefixes"),
        ReclaimAfterSeconds = fields.Int("reclaimAfterSeconds", Default.ReclaimAfterSeconds),
        RestSeconds = fields.Int("restSeconds", Default.RestSeconds),
        SpareAttached = fields.Int("spareAttached"),
        SpareDetached = fields.Int("spareDetached"),
    };

    public static void WritePool(FieldWriter fields, PoolSettings pool)
    {
        fields.Always("batch", pool.Batch);
        fields.Always("minFree", pool.MinFree);
        fields.Flag("prefixes", pool.Prefixes);
        fields.Always("reclaimAfterSeconds", pool.ReclaimAfterSeconds);
        fields.Always("restSeconds", pool.RestSeconds);
        fields.Number("spareAttached", pool.SpareAttached);
        fields.Number("spareDetached", pool.SpareDetached);
    }

    public static NodePool ReadNodePool(FieldReader fields) => new()
    {
        Name = fields.Text("name"),
        NodeSelector = fields.Nested("nodeSelector", MetaFields.ReadSelector),
        Mode = fields.Word("mode", PodNetworkMode.VpcRoute),
        ExclusiveEnis = fields.MaybeInt("exclusiveEnis"),
        Trunk = fields.Flag("trunk"),
        Pool = fields.Nested("pool", ReadPool, null),
        VSwitches = fields.Texts("vSwitches"),
    };

    public static void WriteNodePool(FieldWriter fields, NodePool pool)
    {
        fields.Text("name", pool.Name);
        fields.Nested("nodeSelector", pool.NodeSelector, MetaFields.WriteSelector);
        fields.Word("mode", pool.Mode);
        fields.Number("exclusiveEnis", pool.ExclusiveEnis);
        fields.Flag("trunk", pool.Trunk);
        fields.Nested("pool", pool.Pool, WritePool);
        fields.Texts("vSwitches", pool.VSwitches);
    }

    public static CollectionSettings ReadCollection(FieldReader fields) => new()
    {
        DryRun = fields.Flag("dryRun"),
        AfterSeconds = fields.Int("afterSeconds", new CollectionSettings().AfterSeconds),
    };

    public static void WriteCollection(FieldWriter fields, CollectionSettings collection)
    {
        fields.Flag("dryRun", collection.DryRun);
        fields.Always("afterSeconds", collection.AfterSeconds);
    }
}
