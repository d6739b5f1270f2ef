using System.Text.Json;
using Fairlead.Agent.Log;
using Fairlead.Linux.Files;
using Fairlead.Resources.Json;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Cluster;

/// <summary>
/// The last words of the cluster that the agent heeded, on the disk: an agent that is started while the store cannot be reached
/// serves from them. Written to a temporary name, synced, renamed, and its folder synced.
/// </summary>
internal sealed class ClusterFile(string path, NodeLog log)
{
    private ReadOnlyMemory<byte> _written;
    private string _failure = "";

    /// <summary>Into a view that nobody has told anything yet. A file that cannot be read is one that is not there.</summary>
    public void Load(ClusterView view)
    {
        try
        {
            if (!File.Exists(path))
            {
                return;
            }

            var text = File.ReadAllBytes(path);
            using var json = JsonDocument.Parse(text);
            foreach (var item in json.RootElement.GetProperty("items").EnumerateArray())
            {
                See(view, item);
            }

            _written = text;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or ResourceFormatException or KeyNotFoundException or InvalidOperationException)
        {
            log.Say("cluster", $"{path} is left out of account", error);
        }
    }

    /// <summary>Writes what the view says where that is otherwise. Off every pod's path.</summary>
    /// <returns>Whether it is on the disk.</returns>
    public bool Save(ClusterView view)
    {
        if (view.Network is not { } network)
        {
            return true;
        }

        var text = Text(network, view);
        if (text.Span.SequenceEqual(_written.Span))
        {
            return true;
        }

        try
        {
            var next = path + ".new";
            using (var file = new FileStream(next, FileMode.Create, FileAccess.Write))
            {
                file.Write(text.Span);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
            DurableDirectory.Sync(Path.GetDirectoryName(path)!);
            (_written, _failure) = (text, "");
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (_failure != error.Message)
            {
                // Tried every second: the same again and again is one line.
                _failure = error.Message;
                log.Say("cluster", $"writing {path}", error);
            }

            return false;
        }
    }

    private static void See(ClusterView view, JsonElement item)
    {
        switch (item.GetProperty("kind").GetString())
        {
            case nameof(NodeNetwork):
                view.See(ResourceJson.Read<NodeNetwork>(item));
                break;
            case nameof(ClusterNetwork):
                view.See(ResourceJson.Read<ClusterNetwork>(item));
                break;
            case nameof(PodNetworkClass):
                view.See(ResourceJson.Read<PodNetworkClass>(item), isGone: false);
                break;
        }
    }

    private static ReadOnlyMemory<byte> Text(NodeNetwork network, ClusterView view)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            // Of what the status says nothing is of use later, and it changes with every pod.
            ResourceJson.Write(json, network with { Status = new(), Metadata = new() { Name = network.Metadata.Name, Uid = network.Metadata.Uid, Generation = network.Metadata.Generation } });
            if (view.Cluster is { } cluster)
            {
                ResourceJson.Write(json, cluster with { Status = new(), Metadata = new() { Name = cluster.Metadata.Name, Uid = cluster.Metadata.Uid } });
            }

            foreach (var item in view.Classes.OrderBy(item => item.Metadata.Name, StringComparer.Ordinal))
            {
                ResourceJson.Write(json, item with { Status = new() });
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
