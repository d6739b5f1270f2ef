using System.Collections.Concurrent;
using System.Diagnostics;
using Fairlead.Allocation;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Kubernetes;
using Fairlead.Kubernetes.Store;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Testing.Cloud;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Faults;
using Fairlead.Vpc.Gate;

namespace Fairlead.Controller.Tests.Host;

/// <summary>Controllers over the embedded store and an emulated cloud that is fast, by the wall's clock.</summary>
internal sealed class HostWorld : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fl-host-");
    private readonly CloudGate _gate;
    private readonly List<RunningController> _controllers = [];
    private StoreServer? _store;
    private ClusterClient? _client;

    public HostWorld()
    {
        Emulated = new EmulatedCloud(CloudSeed.Of(Topologies.Standard, CloudSettings.Immediate, TimeProvider.System.GetUtcNow()), TimeProvider.System);
        _gate = new CloudGate(Emulated, TimeProvider.System);
        Cloud = new FakeCloud(_gate, CloudSeed.Region);
    }

    public EmulatedCloud Emulated { get; }

    public FakeCloud Cloud { get; }

    public ClusterClient Client => _client!;

    public string StateFile => Path.Combine(_folder.FullName, "store.db");

    /// <summary>What all controllers said.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    public async Task StartStoreAsync()
    {
        _store = await StoreServer.StartAsync(new StoreOptions { StateFile = StateFile });
        _client = new ClusterClient(new ClusterEndpoint { Server = _store.Uri });
    }

    public async Task StopStoreAsync()
    {
        _client!.Dispose();
        await _store!.DisposeAsync();
        _store = null;
    }

    public void Fault(string yaml) => _gate.Use(FaultScriptReader.Read(yaml, "faults"));

    public RunningController Start(TimeProvider? time = null, Func<string, string>? rewrite = null)
    {
        var controller = new RunningController(_store!.Uri, Cloud, time ?? TimeProvider.System, Log, _controllers.Count + 1, rewrite);
        _controllers.Add(controller);
        return controller;
    }

    public Task ConfigureAsync(ClusterNetworkSpec? spec = null) => Client.CreateAsync(new ClusterNetwork
    {
        Metadata = new ObjectMeta { Name = ClusterNetwork.Name },
        Spec = (spec ?? new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni, Routes = RouteUpkeep.Report }) with { Cluster = "c1", Vpc = CloudSeed.Vpc, VSwitches = [Topologies.VSwitchOf(Emulated, "main")] },
    });

    public Task JoinAsync(string node, string? host = null) => Client.CreateAsync(new Node
    {
        Metadata = new ObjectMeta { Name = node },
        Spec = new NodeSpec { ProviderID = $"{CloudSeed.Region}.{Topologies.InstanceOf(Emulated, host ?? node)}" },
    });

    /// <summary>ENIs of ours that the cloud has.</summary>
    public async Task<IReadOnlyList<CloudInterface>> OursAsync() =>
        await Cloud.ListInterfacesAsync(new InterfaceFilter { Tags = new Dictionary<string, string> { [ResourceNames.ClusterTag] = "c1" } });

    public async Task<NodeNetwork> NetworkAsync(string node, Func<NodeNetwork, bool> isSo) =>
        (await UntilAsync(async () => await Client.FindAsync<NodeNetwork>(node) is { } network && isSo(network) ? network : null, $"the network of {node}"))!;

    public static bool IsStocked(NodeNetwork network) => network.Status.Addresses >= 10 && network.Spec.Interfaces.Sum(link => link.Ranges.Count) >= 10;

    public async Task<T> UntilAsync<T>(Func<Task<T?>> ask, string what)
        where T : class
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await ask() is { } found)
            {
                return found;
            }

            Assert.True(watch.Elapsed < Longest, $"{what}: not so after {Longest.TotalSeconds} s; the controllers say\n{string.Join('\n', Log)}");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var controller in _controllers)
        {
            await controller.DisposeAsync();
        }

        if (_store is not null)
        {
            await StopStoreAsync();
        }

        _gate.Dispose();
        Emulated.Dispose();
        _folder.Delete(recursive: true);
    }
}
