using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes.Store.Objects;

/// <summary>An object as it was at one version: its JSON as it goes out, and what lists and watches select by.</summary>
internal sealed class StoredObject
{
    private IResource? _resource;

    private StoredObject(ServedKind kind, ObjectKey key, long version, byte[] text, JsonObject json)
    {
        (Kind, Key, Version, Text) = (kind, key, version, text);
        Labels = json.At("metadata.labels") is JsonObject labels
            ? labels.ToFrozenDictionary(label => label.Key, label => label.Value?.ToString() ?? "", StringComparer.Ordinal)
            : FrozenDictionary<string, string>.Empty;
        Fields = [.. kind.SelectableFields.Select(field => json.TextAt(field))];
        IsTerminating = json.At("metadata.deletionTimestamp") is not null;
    }

    public ServedKind Kind { get; }

    public ObjectKey Key { get; }

    /// <summary>That of the store when it was written.</summary>
    public long Version { get; }

    /// <summary>UTF-8 JSON with everything: kind, metadata with resourceVersion, spec, status.</summary>
    public byte[] Text { get; }

    public FrozenDictionary<string, string> Labels { get; }

    /// <summary>In the order of <see cref="ServedKind.SelectableFields"/>.</summary>
    public string[] Fields { get; }

    public bool IsTerminating { get; }

    /// <summary>When it was written; of one that was loaded, when its object was made: the file says no more.</summary>
    public DateTimeOffset WrittenAt { get; private init; }

    /// <summary>It is no more: this is what it was last.</summary>
    public bool IsGone { get; private init; }

    /// <summary>As a record, where it is of a kind that has one and fits it; read when it is first asked for.</summary>
    public IResource? Resource => _resource ??= ReadResource();

    /// <summary>A copy to change.</summary>
    public JsonObject Read() => JsonText.ReadObject(Text);

    /// <summary>Writes an object down; its JSON gets the version.</summary>
    public static StoredObject Write(ServedKind kind, ObjectKey key, long version, JsonObject json, DateTimeOffset now, bool isGone = false)
    {
        json.Metadata()["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        return new StoredObject(kind, key, version, JsonText.Write(json), json) { WrittenAt = now, IsGone = isGone };
    }

    /// <summary>From what was written down before.</summary>
    public static StoredObject Load(ServedKind kind, ObjectKey key, long version, byte[] text, bool isGone)
    {
        var json = JsonText.ReadObject(text);
        return new(kind, key, version, text, json) { WrittenAt = json.TimeAt("metadata.creationTimestamp"), IsGone = isGone };
    }

    private IResource? ReadResource()
    {
        try
        {
            using var document = JsonDocument.Parse(Text);
            return ResourceJson.Read(Kind.Resource, document.RootElement);
        }
        catch (ResourceFormatException)
        {
            // What was kept before a rule was made is no reason to refuse what is written now.
            return null;
        }
    }
}
