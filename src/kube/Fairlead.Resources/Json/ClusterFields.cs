using Fairlead.Resources.Core;

namespace Fairlead.Resources.Json;

/// <summary>The small kinds of Kubernetes itself: Namespace, Lease, Event.</summary>
internal static class ClusterFields
{
    public static Namespace ReadNamespace(FieldReader fields) => new() { Metadata = fields.Nested("metadata", MetaFields.Read) };

    public static void WriteNamespace(FieldWriter fields, Namespace item) => fields.Nested("metadata", item.Metadata, MetaFields.Write);

    public static Lease ReadLease(FieldReader fields) => new()
    {
        Metadata = fields.Nested("metadata", MetaFields.Read),
        Spec = fields.Nested("spec", spec => new LeaseSpec
        {
            HolderIdentity = spec.Text("holderIdentity"),
            LeaseDurationSeconds = spec.Int("leaseDurationSeconds"),
            AcquireTime = spec.Time("acquireTime"),
            RenewTime = spec.Time("renewTime"),
            LeaseTransitions = spec.Int("leaseTransitions"),
        }),
    };

    public static void WriteLease(FieldWriter fields, Lease lease)
    {
        fields.Nested("metadata", lease.Metadata, MetaFields.Write);
        fields.Nested("spec", lease.Spec, (spec, value) =>
        {
            spec.Text("holderIdentity", value.HolderIdentity);
            spec.Number("leaseDurationSeconds", value.LeaseDurationSeconds);
            spec.Time("acquireTime", value.AcquireTime, Times.Microseconds);
            spec.Time("renewTime", value.RenewTime, Times.Microseconds);
            spec.Number("leaseTransitions", value.LeaseTransitions);
        });
    }

    public static Event ReadEvent(FieldReader fields) => new()
    {
        Metadata = fields.Nested("metadata", MetaFields.Read),
        InvolvedObject = fields.Nested("involvedObject", ReadReference),
        Reason = fields.Text("reason"),
        Message = fields.Text("message"),
        Type = fields.Text("type") is { Length: > 0 } type ? type : "Normal",
        Source = fields.Nested("source", source => new EventSource { Component = source.Text("component"), Host = source.Text("host") }),
        FirstTimestamp = fields.Time("firstTimestamp"),
        LastTimestamp = fields.Time("lastTimestamp"),
        Count = fields.Int("count", 1),
    };

    public static void WriteEvent(FieldWriter fields, Event happening)
    {
        fields.Nested("metadata", happening.Metadata, MetaFields.Write);
        fields.Nested("involvedObject", happening.InvolvedObject, WriteReference);
        fields.Text("reason", happening.Reason);
        fields.Text("message", happening.Message);
        fields.Text("type", happening.Type);
        fields.Nested("source", happening.Source, (source, value) =>
        {
            source.Text("component", value.Component);
            source.Text("host", value.Host);
        });
        fields.Time("firstTimestamp", happening.FirstTimestamp);
        fields.Time("lastTimestamp", happening.LastTimestamp);
        fields.Always("count", happening.Count);
    }

    private static ObjectReference ReadReference(FieldReader fields) => new()
    {
        ApiVersion = fields.Text("apiVersion"),
        Kind = fields.Text("kind"),
        Namespace = fields.Text("namespace"),
        Name = fields.Text("name"),
        Uid = fields.Text("uid"),
    };

    private static void WriteReference(FieldWriter fields, ObjectReference reference)
    {
        fields.Text("apiVersion", reference.ApiVersion);
        fields.Text("kind", reference.Kind);
        fields.Text("namespace", reference.Namespace);
        fields.Text("name", reference.Name);
        fields.Text("uid", reference.Uid);
    }
}
