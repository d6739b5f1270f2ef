using System.Xml.Linq;
using Fairlead.Lab.Processes;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Commands;

/// <summary>Every `lab` command as people and programs use it.</summary>
public sealed class LabCommandTests(CommandsLab shared) : IClassFixture<CommandsLab>
{
    private CommandLab Lab => shared.Lab;

    [Fact]
    public void Status_shows_hosts_with_roles_addresses_and_agents()
    {
        var status = Lab.Json("lab", "status");
        Assert.Equal(Lab.Name, $"{status["name"]}");
        Assert.Equal(["node-1", "node-2", "legacy-1", "legacy-2", "internet", "cloud-service"], status["hosts"]!.AsArray().Select(host => $"{host!["name"]}"));
        Assert.Equal("172.16.10.11", $"{status["hosts"]![0]!["addresses"]![0]}");
        AssertPlain(Lab.Try("lab", "status"), "node-1", "10.244.1.0/24", "running", "no VPC routes");
    }

    [Fact]
    public void A_pod_has_what_it_was_run_with_until_it_is_deleted()
    {
        var pod = Lab.Json("lab", "pod", "run", "web", "--node", "node-1", "--annotation", "a.example/one=1=1", "--annotation", "two=", "--label", "app=web", "--port", "8080:80", "--port", "5353:53/udp");
        Assert.Equal("1=1", $"{pod["annotations"]!["a.example/one"]}");
        Assert.Equal("", $"{pod["annotations"]!["two"]}");
        Assert.Equal("web", $"{pod["labels"]!["app"]}");
        Assert.Equal(2, pod["ports"]!.AsArray().Count);
        Assert.StartsWith("10.244.1.", $"{pod["addresses"]![0]}");
        AssertPlain(Lab.Try("lab", "pod", "list"), "web", "node-1", "app=web", "8080");
        Assert.Equal(1, Lab.Pods("node-1"));

        AssertRefused(Lab.Try("lab", "pod", "run", "web", "--node", "node-2"), "there is a pod web already");
        AssertRefused(Lab.Try("lab", "pod", "run", "node-2", "--node", "node-2"), "there is a host node-2 already");
        AssertRefused(Lab.Try("lab", "pod", "run", "second", "--node", "node-1", "--port", "8080:81"), "8080");
        AssertPlain(Lab.Try("lab", "pod", "delete", "web"), "pod web is gone");
        AssertRefused(Lab.Try("lab", "pod", "delete", "web"), "no pod 'web'");
        Assert.Equal(0, Lab.Pods("node-1"));
    }

    [Theory]
    [InlineData("Big_Pod")]
    [InlineData("../x")]
    [InlineData("-x")]
    [InlineData("x\n")]
    [InlineData("")]
    public void A_pod_has_a_name_that_a_pod_can_have(string name) => AssertRefused(Lab.Try("lab", "pod", "run", name, "--node", "node-1"), "small letters");

    [Fact]
    public void An_agent_is_killed_and_started()
    {
        AssertPlain(Lab.Try("lab", "agent", "kill", "node-2"), "the agent of node-2 is killed");
        AssertRefused(Lab.Try("lab", "agent", "kill", "node-2"), "does not run");
        AssertPlain(Lab.Try("lab", "status"), "stopped");
        AssertRefused(Lab.Try("table", "routes", "--node", "node-2"), "agent");
        AssertRefused(Lab.Try("lab", "pod", "run", "early", "--node", "node-2"), "is fairlead-agent running on this node?");
        AssertPlain(Lab.Try("lab", "agent", "start", "node-2"), "running");
        AssertRefused(Lab.Try("lab", "agent", "start", "node-2"), "runs already");
        Assert.Equal(0, Lab.Pods("node-2"));
    }

    [Fact]
    public void A_route_is_added_listed_and_deleted()
    {
        AssertPlain(Lab.Try("lab", "route", "add", "10.244.9.0/24", "node-1"), "10.244.9.0/24 goes to node-1");
        AssertPlain(Lab.Try("lab", "route", "list"), "10.244.9.0/24", "node-1");
        AssertRefused(Lab.Try("lab", "route", "add", "10.244.9.0/24", "node-2"), "10.244.9.0/24");
        AssertPlain(Lab.Try("lab", "route", "delete", "10.244.9.0/24"), "no entry any more");
        AssertRefused(Lab.Try("lab", "route", "delete", "10.244.9.0/24"), "10.244.9.0/24");
        Assert.Empty(Lab.Json("lab", "route", "list").AsArray());
    }

    [Fact]
    public void The_picture_is_text_and_a_drawing()
    {
        AssertPlain(Lab.Try("lab", "net"), "vsw-cluster", "legacy-1");
        if (CommandsLab.User == LabUser.Root)
        {
            var svg = Lab.Share("net.svg", path => File.WriteAllText(path, "what was there"));
            Assert.Equal(0, Lab.Try("lab", "net", "--svg", svg).Status);
            Assert.Contains("node-1", XDocument.Load(svg).ToString());
        }

        AssertRefused(Lab.Try("lab", "net", "--svg", "/nowhere/net.svg"), "/nowhere");
    }

    [Fact]
    public void What_is_unknown_is_answered_with_what_is_near()
    {
        AssertRefused(Lab.Try("lab", "exec", "node-l", "--", "true"), "'node-l'", "node-1");
        AssertRefused(Lab.Try("lab", "probe", "legcy-1", "node-1:80"), "'legcy-1'", "legacy-1");
        AssertRefused(Lab.Try("lab", "pod", "run", "x", "--node", "nod-2"), "'nod-2'", "node-2");
        AssertRefused(Lab.Try("lab", "agent", "kill", "legacy-1"), "'legacy-1'", "node-1");
        AssertRefused(Lab.Try("lab", "route", "add", "10.244.9.0/24", "node-9"), "node-9", "node-1");
        AssertRefused(Lab.Try("table", "rutes"), "'rutes'", "routes");
        AssertRefused(Lab.Try("table", "routes", "--node", "node1"), "'node1'", "node-1");
        AssertRefused(Lab.Try("why", "node-1", "legacy1:80"), "legacy1", "legacy-1");
        AssertRefused(CommandsLab.User.Fairlead("capacity", "ecs.g7.xlarg"), "ecs.g7.xlarg", "ecs.g7.xlarge");
        AssertRefused(CommandsLab.User.Fairlead("lab", "status", "--name", Lab.Name + "x"), Lab.Name);
    }

    [Theory]
    [InlineData("lab", "route", "add", "10.244.1.0", "node-1")]
    [InlineData("lab", "pod", "run")]
    [InlineData("lab", "pod", "run", "x", "--node", "node-1", "--label", "nothing")]
    [InlineData("lab", "pod", "run", "x", "--node", "node-1", "--port", "99999:1")]
    [InlineData("lab", "statsu")]
    [InlineData("lab", "probe", "node-1", "node-2")]
    public void Wrong_usage_is_status_2_and_says_what_is_wrong(params string[] words)
    {
        var done = Lab.Try(words);
        Assert.Equal(2, done.Status);
        Assert.StartsWith("fairlead: ", done.Errors);
        Assert.Empty(done.Output);
    }

    internal static void AssertPlain(Finished done, params string[] words)
    {
        Assert.True(done.Status == 0, done.Errors);
        Assert.Empty(done.Errors);
        Assert.All(words, word => Assert.Contains(word, done.Output));
        Assert.DoesNotContain('\e', done.Output);
    }

    internal static void AssertRefused(Finished done, params string[] words)
    {
        Assert.Equal(1, done.Status);
        Assert.Empty(done.Output);
        Assert.All(words, word => Assert.Contains(word, done.Errors));
        Assert.DoesNotContain("   at ", done.Errors);
        Assert.DoesNotContain('\e', done.Errors);
    }
}
