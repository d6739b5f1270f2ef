using System.Net;
using System.Net.Sockets;
using Fairlead.Lab.Processes;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Clouds;

/// <summary>When the program of the VPC is killed, whoever asks hears that and what to do, at once; started again, it goes on.</summary>
public sealed class EndedFabricTests
{
    private const string Topology = """
        cidrs: [10.0.0.0/16]
        podRanges: [10.244.0.0/16]
        vSwitches: [{ name: shops, cidr: 10.0.1.0/24 }]
        hosts: [{ name: node-1, vSwitch: shops, address: 10.0.1.11, pods: [10.244.1.0/24] }]
        """;

    [Fact]
    public void Commands_say_what_to_do_callers_of_the_api_are_refused_and_the_lab_can_be_ended()
    {
        using var lab = new CommandLab(LabUser.Root, "ended", Topology);
        var endpoint = IPEndPoint.Parse($"{lab.Json("lab", "status")["cloud"]!["endpoint"]}"["http://".Length..]);
        Assert.True(IsAnswered(endpoint));
        Assert.Equal(0, Run.ToEnd([.. Enter.Lab(lab.Running.Pid), "pkill", "-KILL", "-f", "fairlead-vpc.dll --control"], timeout: Clock.Patience).Status);
        Clock.Until("callers are refused", () => !IsAnswered(endpoint));
        string[][] commands = [["status"], ["net"], ["route", "add", "10.244.1.0/24", "node-1"], ["exec", "node-1", "--", "true"]];
        Assert.All(commands, command =>
        {
            var done = lab.Try(["lab", .. command]);
            Assert.Equal(1, done.Status);
            Assert.Contains($"fairlead lab down --name {lab.Name}", done.Errors);
        });
        // Packets go on: a pod needs no cloud.
        Assert.Equal(0, lab.Try("lab", "pod", "run", "pod-a", "--node", "node-1").Status);
        Assert.Equal(0, lab.Try("lab", "cloud", "start").Status);
        Assert.True(IsAnswered(endpoint));
        Assert.Equal(0, lab.Try("lab", "route", "add", "10.244.1.0/24", "node-1").Status);
        Assert.Equal(0, lab.Try("lab", "down").Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_can_be_killed_and_started_again_and_again_at_its_own_port_or_one_that_was_chosen(bool isChosen)
    {
        string[] options = isChosen ? ["--api", $"127.0.0.1:{FreePort()}"] : [];
        using var lab = new CommandLab(LabUser.Root, "again", Topology, options);
        var endpoint = IPEndPoint.Parse($"{lab.Json("lab", "status")["cloud"]!["endpoint"]}"["http://".Length..]);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(0, lab.Try("lab", "cloud", "kill").Status);
            Clock.Until("callers are refused", () => !IsAnswered(endpoint));
            var done = lab.Try("lab", "cloud", "start");
            Assert.True(done.Status == 0, done.Errors);
            Assert.True(IsAnswered(endpoint));
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static bool IsAnswered(IPEndPoint endpoint)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(endpoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
