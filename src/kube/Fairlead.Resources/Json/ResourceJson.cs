using System.Buffers;
using System.Text.Json;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Resources.Json;

/// <summary>
/// Resources as the API server writes them. By hand, field by field, and without reflection: the agent is native, and the serializer's
/// generated code gives a property that the text lacks null or 0 and not what the record says.
/// </summary>
public static class ResourceJson
{
    private static readonly IResourceCodec[] Codecs =
    [
        new ResourceCodec<Namespace>(ResourceKinds.Namespaces, ClusterFields.ReadNamespace, ClusterFields.WriteNamespace),
        new ResourceCodec<Node>(ResourceKinds.Nodes, NodeFields.Read, NodeFields.Write),
        new ResourceCodec<Pod>(ResourceKinds.Pods, PodFields.Read, PodFields.Write),
        new ResourceCodec<Event>(ResourceKinds.Events, ClusterFields.ReadEvent, ClusterFields.WriteEvent),
        new ResourceCodec<Lease>(ResourceKinds.Leases, ClusterFields.ReadLease, ClusterFields.WriteLease),
        new ResourceCodec<ClusterNetwork>(ResourceKinds.ClusterNetworks, ClusterNetworkFields.Read, ClusterNetworkFields.Write),
        new ResourceCodec<PodNetworkClass>(ResourceKinds.PodNetworkClasses, ClassFields.Read, ClassFields.Write),
        new ResourceCodec<AddressReservation>(ResourceKinds.AddressReservations, ReservationFields.Read, ReservationFields.Write),
        new ResourceCodec<NodeNetwork>(ResourceKinds.NodeNetworks, NodeNetworkFields.Read, NodeNetworkFields.Write),
    ];

    /// <summary>The kind whose objects are records of this type.</summary>
    public static ResourceKind KindOf<T>()
        where T : class, IResource => Codec<T>().Kind;

    /// <summary>Fields that the record does not have are passed over.</summary>
    /// <exception cref="ResourceFormatException">A field is not of its kind.</exception>
    public static T Read<T>(JsonElement element)
        where T : class, IResource => Codec<T>().Read(element);

    /// <exception cref="ResourceFormatException">A field is not of its kind.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> text)
        where T : class, IResource
    {
        using var document = JsonDocument.Parse(text);
        return Read<T>(document.RootElement);
    }

    /// <summary>The same of a kind that is known at run time; null for one that is none of <see cref="ResourceKinds.All"/>.</summary>
    /// <exception cref="ResourceFormatException">A field is not of its kind.</exception>
    public static IResource? Read(ResourceKind kind, JsonElement element) => Array.Find(Codecs, codec => codec.Kind == kind)?.Read(element);

    /// <summary>With <c>apiVersion</c> and <c>kind</c>; without what is empty.</summary>
    public static void Write<T>(Utf8JsonWriter json, T resource)
        where T : class, IResource => Codec<T>().Write(json, resource);

    public static ReadOnlyMemory<byte> Write<T>(T resource)
        where T : class, IResource => Text(json => Write(json, resource));

    internal static ReadOnlyMemory<byte> Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(json);
        }

        return buffer.WrittenMemory;
    }

    private static ResourceCodec<T> Codec<T>()
        where T : class, IResource => CodecOf<T>.Found ?? throw new ArgumentException($"{typeof(T).Name} is no kind of the cluster's", nameof(T));

    private static class CodecOf<T>
        where T : class, IResource
    {
        public static readonly ResourceCodec<T>? Found = (ResourceCodec<T>?)Array.Find(Codecs, codec => codec.Type == typeof(T));
    }
}
