using System.Diagnostics;
using Fairlead.Bench.Plugins;
using Fairlead.Bench.Processes;

namespace Fairlead.Bench.Node;

/// <summary>Where an agent's files are and what it is told.</summary>
/// <param name="Configuration">Text of its agent.yaml.</param>
public sealed record AgentSetup(string Socket, string State, string Configuration);

/// <summary>The agent of the build, as a node runs it, with one family or both.</summary>
public sealed class BenchAgent : IDisposable
{
    public const string Socket = "/run/fairlead/cni.sock";

    // With a rest of 30 s and some thousand pods in a run, a slice of usual size would make ADD wait for addresses.
    private const string Slice4 = "10.244.0.0/19";
    private const string Slice6 = "fd10:244::/112";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private BenchAgent(RunningProgram program) => Program = program;

    public RunningProgram Program { get; }

    /// <exception cref="InvalidOperationException">It does not come up; with the end of its log.</exception>
    public static BenchAgent Start(BenchFolders folders, CniPlugin plugin, bool dualStack = false, bool masquerade = true)
    {
        var setup = new AgentSetup(Socket, folders.State, Configuration(dualStack, masquerade));
        return Start(folders, setup, plugin);
    }

    /// <summary>Starts it in the namespace of the calling thread, and waits until the plug-in is told that it can serve.</summary>
    /// <exception cref="InvalidOperationException">It does not come up; with the end of its log.</exception>
    public static BenchAgent Start(BenchFolders folders, AgentSetup setup, CniPlugin plugin)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(setup.Socket)!);
        Directory.CreateDirectory(setup.State);
        var configuration = $"{setup.State}/agent.yaml";
        File.WriteAllText(configuration, setup.Configuration);
        var log = $"{setup.State}/agent.log";
        var pid = Spawn.Start(
            folders.Agent,
            ["run", "--config", configuration, "--socket", setup.Socket, "--state-dir", setup.State],
            ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", $"DOTNET_ROOT={Path.GetDirectoryName(Environment.ProcessPath)}", $"HOME={setup.State}"],
            log);
        var agent = new BenchAgent(new RunningProgram(pid));
        var since = Stopwatch.GetTimestamp();
        while (plugin.Status().Status != 0)
        {
            if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                agent.Dispose();
                throw new InvalidOperationException($"the agent does not come up:\n{string.Join('\n', File.ReadLines(log).TakeLast(10))}");
            }

            Thread.Sleep(20);
        }

        return agent;
    }

    public void Dispose() => Program.Dispose();

    private static string Configuration(bool dualStack, bool masquerade)
    {
        var second = dualStack ? $", \"{Slice6}\"" : "";
        return $$"""
            nodeName: bench
            podSlices: ["{{Slice4}}"{{second}}]
            podRanges: ["10.244.0.0/16"{{(dualStack ? ", \"fd10:244::/64\"" : "")}}]
            vpcCidrs: ["172.16.0.0/16"{{(dualStack ? ", \"fd16::/64\"" : "")}}]
            masquerade: { enabled: {{(masquerade ? "true" : "false")}} }
            """;
    }
}
