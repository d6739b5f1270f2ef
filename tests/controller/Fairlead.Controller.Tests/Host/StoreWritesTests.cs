using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Fairlead.Allocation;
using Fairlead.Allocation.Deeds;
using Fairlead.Controller.Writes;
using Fairlead.Kubernetes;
using Fairlead.Resources.Core;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Testing.Clocks;

namespace Fairlead.Controller.Tests.Host;

/// <summary>Which wish is written when: after failures, in a quarrel, and of objects that are gone.</summary>
public sealed class StoreWritesTests
{
    [Fact]
    public async Task A_new_wish_waits_for_nothing_that_befell_the_one_before()
    {
        var clock = new ManualClock();
        var server = new CreatingServer { Refuses = true };
        using var client = new ClusterClient(new ClusterEndpoint { Server = new Uri("http://written/") }, server, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        using var writes = new StoreWrites(
            new StorePen(new NetworkWriter(client, 1, _ => null), new NodeWriter(client, _ => null), null!, null!), new ControllerOptions { Allocator = null!, Identity = "c" }, clock, stop.Token);
        writes.Take(Wish("first"));
        await server.UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            return server.Written.Count >= 6;
        });

        server.Refuses = false;
        writes.Take(Wish("second"));
        await server.UntilAsync(() => server.Written.Last().Contains("second", StringComparison.Ordinal));
        await stop.CancelAsync();
        await writes.EndAsync();
    }

    [Fact]
    public async Task Two_that_want_it_otherwise_do_not_write_as_fast_as_they_can()
    {
        await using var world = new HostWorld();
        await world.StartStoreAsync();
        await world.ConfigureAsync();
        var controller = world.Start();
        await world.JoinAsync("n1");
        await world.NetworkAsync("n1", HostWorld.IsStocked);
        var before = Patches(controller);
        var end = DateTime.UtcNow.AddSeconds(2);
        for (var number = 1; DateTime.UtcNow < end; number++)
        {
            await world.Client.PatchAsync<NodeNetwork>("n1", "", Encoding.UTF8.GetBytes($$$"""{"spec":{"zone":"z{{{number}}}"}}"""));
            await Task.Delay(10);
        }

        // 0, 0.1, 0.2, 0.4 and 0.8 s after one another, and a conflict with each.
        Assert.InRange(Patches(controller) - before, 1, 12);
        await world.NetworkAsync("n1", network => !network.Spec.Zone.StartsWith('z'));
    }

    [Fact]
    public async Task A_node_of_the_same_name_is_told_its_own_and_nothing_of_the_one_before()
    {
        await using var world = new HostWorld();
        await world.StartStoreAsync();
        await world.ConfigureAsync(new ClusterNetworkSpec { Mode = PodNetworkMode.ExclusiveEni, Routes = RouteUpkeep.Report });
        world.Start();
        await world.JoinAsync("a", host: "n1");
        await Offers("1", "n1 has places for ENIs");
        await world.Client.DeleteAsync<Node>("a");
        // No instance is behind it: what it gets would be the first one's.
        await world.Client.CreateAsync(new Node { Metadata = new ObjectMeta { Name = "a" }, Spec = new NodeSpec { ProviderID = "cn-hangzhou.i-none" } });
        await world.NetworkAsync("a", network => network.Status.Conditions.Any(condition => condition is { Type: "InstanceKnown", Status: "False" }));
        var node = await world.Client.GetAsync<Node>("a");
        Assert.Contains(node.Status.Capacity.GetValueOrDefault(ResourceNames.Eni), new[] { null, "0" });

        Task<Node> Offers(string atLeast, string what) => world.UntilAsync(
            async () => await world.Client.GetAsync<Node>("a") is var found && string.CompareOrdinal(found.Status.Capacity.GetValueOrDefault(ResourceNames.Eni), atLeast) >= 0 ? found : null, what);
    }

    private static int Patches(RunningController controller) => controller.Asked.Count(asked => asked.Method == "PATCH" && asked.Uri.AbsolutePath.EndsWith("/nodenetworks/n1", StringComparison.Ordinal));

    private static PublishNodeNetwork Wish(string zone) => new("n1", new NodeNetworkSpec { Zone = zone }, new NodeNetworkStatus());

    /// <summary>A store that takes what is created, or refuses it, and remembers it.</summary>
    private sealed class CreatingServer : HttpMessageHandler
    {
        public ConcurrentQueue<string> Written { get; } = [];

        public bool Refuses { get; set; }

        public async Task UntilAsync(Func<bool> isSo)
        {
            for (var left = 1000; !isSo(); left--)
            {
                Assert.True(left > 0, $"not so after 10 s: {string.Join('\n', Written)}");
                await Task.Delay(10);
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            var body = await request.Content!.ReadAsStringAsync(cancel);
            Written.Enqueue(body);
            return Refuses
                ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("{}") }
                : new HttpResponseMessage(HttpStatusCode.Created) { Content = new StringContent(body.Replace("\"metadata\":{", "\"metadata\":{\"uid\":\"u\",\"resourceVersion\":\"1\",", StringComparison.Ordinal)) };
        }
    }
}
