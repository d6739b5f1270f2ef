using Fairlead.Agent.Log;
using Fairlead.Linux.Conntrack;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Pods;

/// <summary>
/// Takes away the connection tracking entries of pods that are gone, off the path of ADD and DEL: one look through the table
/// takes 5 ms where it is empty and some 50 where it holds 100,000 entries, which the address's rest has to spare. Pods that go
/// within a moment of each other are swept together.
/// </summary>
public sealed class ConnectionSweeper(ConntrackTable table, INetworkNamespace node, NodeLog log) : IDisposable
{
    // A quarter of the shortest rest of an address (PoolOptions): nobody has it again before its entries are gone.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);

    private readonly object _lock = new();
    private HashSet<InetAddress> _addresses = [];
    private HashSet<ushort> _ports = [];
    private Thread? _thread;
    private bool _stopping;

    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "connection sweeper" };
        _thread.Start();
    }

    /// <summary>The pod is gone: whoever gets its address next must not get its connections too.</summary>
    public void Sweep(PodAttachment pod)
    {
        lock (_lock)
        {
            _addresses.UnionWith(pod.Addresses);
            NotePorts(pod);
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>The pod has come: datagrams to its ports that went elsewhere before must not go on doing so.</summary>
    public void SweepPorts(PodAttachment pod)
    {
        lock (_lock)
        {
            NotePorts(pod);
            Monitor.Pulse(_lock);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _stopping = true;
            Monitor.Pulse(_lock);
        }

        _thread?.Join();
        table.Dispose();
    }

    private void NotePorts(PodAttachment pod) =>
        _ports.UnionWith(pod.HostPorts.Where(port => port.Transport == Transport.Udp).Select(port => port.Port));

    private void Run()
    {
        while (Next() is var (addresses, ports))
        {
            try
            {
                Sweep(addresses, ports);
            }
            catch (WorldException error)
            {
                log.Say("connections", "deleting entries of pods that are gone", error);
            }
        }
    }

    private void Sweep(HashSet<InetAddress> addresses, HashSet<ushort> ports)
    {
        if (node.ReadSysctl("net/netfilter/nf_conntrack_count") == "0")
        {
            return;
        }

        if (addresses.Count > 0)
        {
            table.Delete(addresses);
        }

        if (ports.Count > 0)
        {
            table.DeleteDatagramsTo(ports);
        }
    }

    /// <returns>Null when there is nothing left and there will be nothing more.</returns>
    private (HashSet<InetAddress> Addresses, HashSet<ushort> Ports)? Next()
    {
        lock (_lock)
        {
            while (_addresses.Count == 0 && _ports.Count == 0)
            {
                if (_stopping)
                {
                    return null;
                }

                Monitor.Wait(_lock);
            }

            Gather();
            var next = (_addresses, _ports);
            (_addresses, _ports) = ([], []);
            return next;
        }
    }

    // A datagram to a port of a pod that has just come does not wait.
    private void Gather()
    {
        var until = Environment.TickCount64 + (long)Gathering.TotalMilliseconds;
        while (_ports.Count == 0 && !_stopping && until - Environment.TickCount64 is > 0 and var left)
        {
            Monitor.Wait(_lock, (int)left);
        }
    }
}
