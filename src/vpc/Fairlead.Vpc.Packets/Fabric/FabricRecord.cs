using System.Collections.Immutable;
using System.Text.Json;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Packets.Fabric;

/// <summary>What a fabric must know of the one before it, and what neither the cloud nor the kernel tells.</summary>
/// <param name="Configuration">What the VPC was made from; of it, the hosts outside and the NAT gateway are no part of the cloud.</param>
/// <param name="Places">Where hosts are plugged in.</param>
/// <param name="Wires">What is plugged in, by port.</param>
public sealed record FabricRecord(
    VpcConfiguration Configuration, IReadOnlyDictionary<string, HostPlace> Places, IReadOnlyDictionary<string, PortAttachment> Wires)
{
    /// <returns>Null where there is none.</returns>
    /// <exception cref="IOException">It cannot be read, or is none.</exception>
    public static FabricRecord? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<FabricRecord>(File.ReadAllText(path), VpcJson.Options) : null;
        }
        catch (JsonException error)
        {
            throw new IOException($"{path} is no record of a fabric: {error.Message}", error);
        }
    }

    /// <summary>All of it or nothing, whenever the program is killed.</summary>
    public void Write(string path)
    {
        File.WriteAllText($"{path}.new", JsonSerializer.Serialize(this, VpcJson.Options));
        File.Move($"{path}.new", path, overwrite: true);
    }

    internal ImmutableSortedDictionary<string, PortAttachment> SortedWires => Wires.ToImmutableSortedDictionary(wire => wire.Key, wire => wire.Value);
}
