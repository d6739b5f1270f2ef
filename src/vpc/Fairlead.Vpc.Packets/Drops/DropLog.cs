using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Packets;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Decisions;
using Fairlead.Vpc.Packets.Planning;

namespace Fairlead.Vpc.Packets.Drops;

/// <summary>Remembers who dropped packets were from and for, so that a person need not guess from a counter.</summary>
public sealed class DropLog : IDisposable
{
    private const int Most = 500;

    // IPv6 40 and the ports behind it.
    private const uint Headers = 64;

    private readonly TimeProvider _clock;
    private readonly PacketLog? _log;
    private readonly Lock _lock = new();
    private readonly Dictionary<(DropReason Reason, string Port, DroppedPacket Packet), (long Packets, DateTimeOffset Last)> _drops = [];
    private IReadOnlyDictionary<int, string> _ports = new Dictionary<int, string>();

    public DropLog(INetworkNamespace fabric, TimeProvider clock)
    {
        _clock = clock;
        try
        {
            _log = new PacketLog(fabric, FabricNames.LogGroup, Headers, Hear);
        }
        catch (KernelException)
        {
            // A kernel without nfnetlink_log still counts; only who it was is not told.
        }
    }

    public void Start() => _log?.Start();

    /// <summary>Which port is at each link.</summary>
    public void Know(IReadOnlyDictionary<int, string> ports) => Volatile.Write(ref _ports, ports);

    public IReadOnlyList<DropRecord> Records()
    {
        lock (_lock)
        {
            return
            [
                .. _drops.OrderByDescending(drop => drop.Value.Last).Select(drop => new DropRecord(
                    drop.Key.Reason, drop.Key.Port, drop.Key.Packet.Source, drop.Key.Packet.Destination,
                    drop.Key.Packet.Protocol, drop.Key.Packet.DestinationPort, drop.Value.Packets, drop.Value.Last)),
            ];
        }
    }

    public void Dispose() => _log?.Dispose();

    private void Hear(LoggedPacket logged)
    {
        if (DroppedPacket.Read(logged.Packet) is not { } packet || !Enum.TryParse<DropReason>(logged.Prefix, out var reason))
        {
            return;
        }

        var key = (reason, Volatile.Read(ref _ports).GetValueOrDefault(logged.InputIndex, ""), packet);
        lock (_lock)
        {
            if (!_drops.ContainsKey(key) && _drops.Count >= Most)
            {
                _drops.Remove(_drops.MinBy(drop => drop.Value.Last).Key);
            }

            _drops[key] = (_drops.GetValueOrDefault(key).Packets + 1, _clock.GetUtcNow());
        }
    }
}
