using Fairlead.Resources.Meta;

namespace Fairlead.Resources.Json;

internal static class MetaFields
{
    public static ObjectMeta Read(FieldReader fields) => new()
    {
        Name = fields.Text("name"),
        Namespace = fields.Text("namespace"),
        Uid = fields.Text("uid"),
        ResourceVersion = fields.Text("resourceVersion"),
        Generation = fields.Long("generation"),
        CreationTimestamp = fields.Time("creationTimestamp"),
        DeletionTimestamp = fields.Time("deletionTimestamp"),
        Labels = fields.Map("labels"),
        Annotations = fields.Map("annotations"),
        OwnerReferences = fields.Records("ownerReferences", ReadOwner),
        Finalizers = fields.Texts("finalizers"),
    };

    public static void Write(FieldWriter fields, ObjectMeta meta)
    {
        fields.Text("name", meta.Name);
        fields.Text("namespace", meta.Namespace);
        fields.Text("uid", meta.Uid);
        fields.Text("resourceVersion", meta.ResourceVersion);
        fields.Number("generation", meta.Generation);
        fields.Time("creationTimestamp", meta.CreationTimestamp);
        fields.Time("deletionTimestamp", meta.DeletionTimestamp);
        fields.Map("labels", meta.Labels);
        fields.Map("annotations", meta.Annotations);
        fields.Records("ownerReferences", meta.OwnerReferences, WriteOwner);
        fields.Texts("finalizers", meta.Finalizers);
    }

    public static Condition ReadCondition(FieldReader fields) =>
        new(fields.Text("type"), fields.Text("status"), fields.Text("reason"), fields.Text("message"))
        {
            LastTransitionTime = fields.Time("lastTransitionTime"),
            ObservedGeneration = fields.Long("observedGeneration"),
        };

    public static void WriteCondition(FieldWriter fields, Condition condition)
    {
        fields.Text("type", condition.Type);
        fields.Text("status", condition.Status);
        fields.Text("reason", condition.Reason);
        fields.Text("message", condition.Message);
        fields.Time("lastTransitionTime", condition.LastTransitionTime);
        fields.Number("observedGeneration", condition.ObservedGeneration);
    }

    public static LabelSelector ReadSelector(FieldReader fields) => new()
    {
        MatchLabels = fields.Map("matchLabels"),
        MatchExpressions = fields.Records("matchExpressions", ReadRequirement),
    };

    public static void WriteSelector(FieldWriter fields, LabelSelector selector)
    {
        fields.Map("matchLabels", selector.MatchLabels);
        fields.Records("matchExpressions", selector.MatchExpressions, WriteRequirement);
    }

    private static LabelRequirement ReadRequirement(FieldReader fields) => new(fields.Text("key"), fields.Text("operator")) { Values = fields.Texts("values") };

    private static void WriteRequirement(FieldWriter fields, LabelRequirement requirement)
    {
        fields.Text("key", requirement.Key);
        fields.Text("operator", requirement.Operator);
        fields.Texts("values", requirement.Values);
    }

    private static OwnerReference ReadOwner(FieldReader fields) =>
        new(fields.Text("apiVersion"), fields.Text("kind"), fields.Text("name"), fields.Text("uid")) { Controller = fields.MaybeFlag("controller") };

    private static void WriteOwner(FieldWriter fields, OwnerReference owner)
    {
        fields.Text("apiVersion", owner.ApiVersion);
        fields.Text("kind", owner.Kind);
        fields.Text("name", owner.Name);
        fields.Text("uid", owner.Uid);
        fields.Flag("controller", owner.Controller);
    }
}
