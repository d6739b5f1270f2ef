using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Credentials;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Storage;

namespace Fairlead.Vpc.OpenApi.Tests.Serve;

/// <summary>kill -9 of a cloud with a state file, again and again under load: what was answered is there, and a client token acts once.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 12;
    private const int Workers = 6;

    private const string Topology = """
        cidrs: [172.16.0.0/12]
        vSwitches: [{name: vsw-wide, cidr: 172.16.0.0/16}]
        hosts: [{name: node-1, vSwitch: vsw-wide, address: 172.16.0.10, type: ecs.g7.xlarge}]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_answered_is_there_after_each_kill()
    {
        var (topology, faults, state) = (Write("topology.yaml", Topology), Write("faults.yaml", "settings: {callsPerMinute: 0, delete: 0s, detach: 0s, attach: 0s}"), Path.Combine(_folder, "cloud.state"));
        var workers = Enumerable.Range(0, Workers).Select(number => new KilledCaller(number)).ToList();
        var random = new Random(7);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var serve = new ServeProcess(topology, "--state", state, "--faults", faults);
            using var client = serve.Client;
            await Task.WhenAll(workers.Select(worker => worker.CatchUpAsync(client)));
            await Task.WhenAll(workers.Select(worker => worker.CheckAsync(client)));
            var load = workers.Select(worker => worker.WorkAsync(client)).ToList();
            await Task.Delay(random.Next(50, 400), TestContext.Current.CancellationToken);
            serve.Signal("KILL");
            serve.End();
            await Task.WhenAll(load);
        }

        using var file = StateFile.Open(state, new StateSeed(null, () => throw new InvalidOperationException("a new world"), () => throw new InvalidOperationException("a new account")));
        Assert.Empty(CloudInvariants.Check(file.State));
        Assert.True(workers.Sum(worker => worker.Answered) > Kills * Workers, $"only {workers.Sum(worker => worker.Answered)} calls were answered");
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(_folder, name), text);
        return Path.Combine(_folder, name);
    }
}
