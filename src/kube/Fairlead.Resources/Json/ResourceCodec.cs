using System.Text.Json;
using Fairlead.Resources.Meta;

namespace Fairlead.Resources.Json;

/// <summary>How objects of one kind are read and written.</summary>
internal sealed class ResourceCodec<T>(ResourceKind kind, Func<FieldReader, T> read, Action<FieldWriter, T> write) : IResourceCodec
    where T : class, IResource
{
    public ResourceKind Kind { get; } = kind;

    public Type Type => typeof(T);

    public T Read(JsonElement element) => FieldReader.Read(element, read);

    public void Write(Utf8JsonWriter json, T resource)
    {
        json.WriteStartObject();
        json.WriteString("apiVersion", Kind.ApiVersion);
        json.WriteString("kind", Kind.Kind);
        write(new FieldWriter(json, isPatch: false), resource);
        json.WriteEndObject();
    }

    IResource IResourceCodec.Read(JsonElement element) => Read(element);

    void IResourceCodec.Write(Utf8JsonWriter json, IResource resource) => Write(json, (T)resource);
}

/// <summary>The same for whoever knows the kind at run time only.</summary>
internal interface IResourceCodec
{
    ResourceKind Kind { get; }

    Type Type { get; }

    IResource Read(JsonElement element);

    void Write(Utf8JsonWriter json, IResource resource);
}
