using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Fairlead.Agent.Configuration;
using Fairlead.Agent.Log;
using Fairlead.Agent.Tests.Calls;
using Fairlead.AgentApi;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Agent.Tests.Nodes;

/// <summary>A node with folders of its own and an agent in this process; runtimes' calls go through the real plug-in or straight over the socket.</summary>
internal sealed class TestNode : IDisposable
{
    /// <summary>A machine with many tests at once is ten times slower than one that is idle.</summary>
    // The processor of the virtual machine of ./test --tier vm is emulated.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("FAIRLEAD_VM") is null ? 20 : 100);

    // No full read comes to help a test of what news do.
    public const string Usual = """
        nodeName: test
        podSlices: ["10.244.1.0/24", "fd10:244:1::/64"]
        podRanges: ["10.244.0.0/16", "fd10:244::/32"]
        vpcCidrs: ["172.16.0.0/16", "fd16::/64"]
        fullReadEvery: 10m

        """;

    private readonly NodeWorld _world = new();
    private readonly ConcurrentQueue<LogLine> _log = new();
    private readonly List<TestPod> _pods = [];
    private NodeAgent? _agent;

    public TestNode(string configuration = Usual, string? state = null)
    {
        Folder = Directory.CreateTempSubdirectory("fl-agent-").FullName;
        Paths = new AgentPaths
        {
            Configuration = Path.Combine(Folder, "agent.yaml"),
            Socket = Path.Combine(Folder, "run/cni.sock"),
            State = state ?? Path.Combine(Folder, "state"),
        };
        File.WriteAllText(Paths.Configuration, configuration);
    }

    public string Folder { get; }

    /// <summary>What the next agent tells the time by.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public AgentPaths Paths { get; set; }

    public NetworkNamespace Node => _world.Node;

    public NetworkNamespace Outside => _world.Outside;

    public string Log => string.Join('\n', _log);

    public NodeTablesView Tables => new(new ControlClient(Paths.Socket, "the agent"));

    public TestNode Started()
    {
        Begin();
        Assert.True(_agent!.WaitUntilReady(Patience), Log);
        return this;
    }

    /// <summary>Starts the agent without waiting for it.</summary>
    public void Begin()
    {
        _agent = NodeAgent.In(NetworkNamespace.OpenPath($"/proc/{Environment.ProcessId}/fd/{Node.Descriptor}"), Paths, Clock, _log.Enqueue);
        _agent.Start();
    }

    /// <summary>Whether an agent has been started and not been stopped.</summary>
    public bool IsRunning => _agent is not null;

    public bool IsReady(TimeSpan patience) => _agent!.WaitUntilReady(patience);

    public void Stop()
    {
        _agent?.Dispose();
        _agent = null;
    }

    public void Restart()
    {
        Stop();
        Started();
    }

    public TestPod NewPod(string container, string interfaceName = "eth0")
    {
        var pod = new TestPod(container, interfaceName);
        lock (_pods)
        {
            _pods.Add(pod);
        }

        return pod;
    }

    /// <summary>A new pod, attached through the plug-in.</summary>
    public TestPod AddPod(string container, out CniAnswer answer)
    {
        var pod = NewPod(container);
        answer = Plugin(CniCall.Of("ADD", pod)).Succeeded();
        return pod;
    }

    /// <summary>The real plug-in, as a process in the node's namespace.</summary>
    public CniAnswer Plugin(CniCall call)
    {
        var result = Run.In(Node, Checkout.Plugin, [], call.Environment(), Input(call));
        return CniAnswer.Read(result.Status, result.Output);
    }

    /// <summary>The same call without the plug-in's process: where there are many.</summary>
    public CniAnswer Straight(CniCall call) => Wire.Call(Paths.Socket, call.Message(Input(call)));

    public bool WaitFor(Func<bool> condition) => SpinWait.SpinUntil(() => { Thread.Sleep(2); return condition(); }, Patience);

    public void Dispose()
    {
        Stop();
        _pods.ForEach(pod => pod.Dispose());
        _world.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    public string Input(CniCall call)
    {
        var input = new JsonObject
        {
            ["cniVersion"] = "1.1.0",
            ["name"] = "fairlead",
            ["type"] = "fairlead-cni",
            ["socket"] = Paths.Socket,
            ["stateDir"] = Paths.State,
        };
        foreach (var (key, value) in call.Configuration)
        {
            input[key] = value?.DeepClone();
        }

        return input.ToJsonString();
    }
}
