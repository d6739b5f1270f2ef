using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fairlead.Kubernetes.Store.Schemas;

/// <summary>
/// One node of a structural schema (<c>apiextensions.k8s.io/v1</c> JSONSchemaProps): what may be at one place of an object, what is there
/// when nothing is said, and what must hold of it.
/// </summary>
internal sealed record SchemaNode
{
    /// <summary>Anything goes, and nothing is dropped.</summary>
    public static SchemaNode Anything { get; } = new() { PreservesUnknown = true };

    /// <summary><c>object</c>, <c>array</c>, <c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>; empty for any.</summary>
    public string Type { get; init; } = "";

    public string Format { get; init; } = "";

    public string Description { get; init; } = "";

    public bool IsNullable { get; init; }

    public IReadOnlyDictionary<string, SchemaNode> Properties { get; init; } = new Dictionary<string, SchemaNode>();

    /// <summary>Of a map: what its values are; null where it is none.</summary>
    public SchemaNode? Values { get; init; }

    /// <summary>Of a list: what its items are.</summary>
    public SchemaNode? Items { get; init; }

    /// <summary>Null for none.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>What is not named here stays (<c>x-kubernetes-preserve-unknown-fields</c>).</summary>
    public bool PreservesUnknown { get; init; }

    public bool IsIntOrString { get; init; }

    /// <summary>Names by which items of a list are told apart; empty where they are not.</summary>
    public IReadOnlyList<string> MapKeys { get; init; } = [];

    /// <summary>No item is there twice.</summary>
    public bool IsSet { get; init; }

    /// <summary>For strategic merge patches: the name by which items are told apart; empty where the list is replaced as a whole.</summary>
    public string MergeKey { get; init; } = "";

    /// <summary>For strategic merge patches: lists of this kind are merged.</summary>
    public bool IsMerged { get; init; }

    /// <summary>What is there once is not changed (the rule <c>self == oldSelf</c>); the text says so to people. Null: it may change.</summary>
    public string? Immutable { get; init; }

    /// <summary>What must hold of the value beside its type.</summary>
    public ValueRules Rules { get; init; } = ValueRules.None;

    /// <summary>As it was read, for clients.</summary>
    public JsonObject Source { get; init; } = [];
}

/// <summary>Limits of a value. Null: none.</summary>
internal sealed record ValueRules
{
    public static ValueRules None { get; } = new();

    public IReadOnlyList<string> Required { get; init; } = [];

    public IReadOnlyList<JsonNode?> Enum { get; init; } = [];

    public Regex? Pattern { get; init; }

    public double? Minimum { get; init; }

    public bool IsMinimumExclusive { get; init; }

    public double? Maximum { get; init; }

    public bool IsMaximumExclusive { get; init; }

    public double? MultipleOf { get; init; }

    /// <summary>In code points.</summary>
    public long? MinLength { get; init; }

    public long? MaxLength { get; init; }

    public long? MinItems { get; init; }

    public long? MaxItems { get; init; }

    public long? MinProperties { get; init; }

    public long? MaxProperties { get; init; }

    public IReadOnlyList<SchemaNode> AllOf { get; init; } = [];

    public IReadOnlyList<SchemaNode> AnyOf { get; init; } = [];

    public IReadOnlyList<SchemaNode> OneOf { get; init; } = [];

    public SchemaNode? Not { get; init; }
}
