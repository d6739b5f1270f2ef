using System.Diagnostics;
using Fairlead.Bench.Cni.Plugins;
using Fairlead.Bench.Cni.Processes;

namespace Fairlead.Bench.Cni.Node;

/// <summary>The agent of the build, as a node runs it, with one family or both.</summary>
internal sealed class BenchAgent : IDisposable
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
        Directory.CreateDirectory("/run/fairlead");
        var configuration = "/run/agent.yaml";
        File.WriteAllText(configuration, Configuration(dualStack, masquerade));
        var log = $"{folders.State}/agent.log";
        var pid = Spawn.Start(
            Environment.ProcessPath!,
            [folders.Program("fairlead-agent"), "run", "--config", configuration, "--socket", Socket, "--state-dir", folders.State],
            ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DOTNET_TieredPGO=0", $"HOME={folders.State}"],
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
