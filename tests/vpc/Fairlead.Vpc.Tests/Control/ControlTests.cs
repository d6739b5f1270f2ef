using System.Diagnostics;
using Fairlead.AgentApi;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Decisions;
using Fairlead.Vpc.Tests.Packets;

namespace Fairlead.Vpc.Tests.Control;

/// <summary>The program itself, over its socket.</summary>
public sealed class ControlTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _socket = Path.Combine(Path.GetTempPath(), $"fl-vpc-{Environment.ProcessId}-{Guid.NewGuid():N}.sock");
    private readonly List<LabHost> _hosts = [];
    private readonly Process _program;
    private readonly VpcClient _client;

    public ControlTests()
    {
        _hosts.Add(new LabHost("node-1"));
        _hosts.Add(new LabHost("legacy-1"));
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../fairlead-vpc/release/fairlead-vpc.dll"));
        Assert.SkipUnless(File.Exists(program), "fairlead-vpc is not built");
        _program = Process.Start(new ProcessStartInfo("dotnet", [program, "--control", _socket]) { RedirectStandardOutput = true })!;
        var ready = _program.StandardOutput.ReadLineAsync();
        Assert.True(ready.Wait(Patience), "the program neither says that it is ready nor ends");
        Assert.Equal($"ready at {_socket}", ready.Result);
        _client = new VpcClient(_socket);
    }

    public void Dispose()
    {
        _program?.Kill();
        _program?.WaitForExit(Patience);
        _program?.Dispose();
        _hosts.ForEach(host => host.Dispose());
        File.Delete(_socket);
    }

    [Fact]
    public void A_client_builds_a_vpc_changes_it_and_reads_all_of_it()
    {
        var plan = FabricWorld.Walkthrough;
        _client.Submit(new Configure(plan));
        foreach (var host in _hosts)
        {
            host.Configure(_client.Attach(host.Name, $"/proc/{Environment.ProcessId}/fd/{host.Netns.Descriptor}"));
        }

        var pod = InetAddress.Parse("10.244.1.7");
        _hosts[0].AddPod(pod);
        Assert.False(FabricWorld.Arrives(_hosts[1], _hosts[0], pod, 8080, null));
        Assert.Equal(1, _client.Snapshot().Drops[DropReason.NoRoute]);
        _client.Submit(new AddRouteEntry(Cidr.Parse("10.244.1.0/24"), "node-1"));
        Assert.True(FabricWorld.Arrives(_hosts[1], _hosts[0], pod, 8080, null));

        var snapshot = _client.Snapshot();
        Assert.Equal(["eni-legacy-1", "eni-node-1"], snapshot.State.Attachments.Keys);
        Assert.Equal("eni-node-1", Assert.Single(snapshot.State.Routes).NextHop);
        Assert.Equal("eni-legacy-1", Assert.Single(snapshot.RecentDrops, drop => drop.Reason == DropReason.NoRoute).Port);
        Assert.True(snapshot.Answers > 0);
    }

    [Fact]
    public void What_is_refused_says_why_and_changes_nothing()
    {
        _client.Submit(new Configure(FabricWorld.Walkthrough));
        Refused(() => _client.Submit(new AddRouteEntry(Cidr.Parse("172.16.10.0/24"), "node-1")), "InvalidCidrBlock.Overlapped");
        Refused(() => _client.Submit(new Configure(FabricWorld.Walkthrough with { Cidrs = [] })), "a VPC has at least one IPv4 range");
        Refused(() => _client.Attach("node-1", "/proc/self/status"), "no namespace");
        Refused(() => _client.Attach("node-1", "/nowhere"), "ENOENT");
        var host = $"/proc/{Environment.ProcessId}/fd/{_hosts[0].Netns.Descriptor}";
        Refused(() => _client.Attach("node-1", host, "lo"), "EEXIST");
        Refused(() => new ControlClient(_socket, "the fabric").Call("atach"), "did you mean attach");
        Refused(() => new ControlClient(_socket, "the fabric").Call("attach"), "attach:");
        Assert.Empty(_client.Snapshot().State.Attachments);
        Assert.Equal("eth0", _client.Attach("node-1", host).InterfaceName);
    }

    private static void Refused(Action action, string text) => Assert.Contains(text, Assert.Throws<ControlException>(action).Message);
}
