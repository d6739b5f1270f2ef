using Fairlead.Conformance.Cases;
using Fairlead.Conformance.Lists;
using Fairlead.Conformance.Node;
using Fairlead.Conformance.Processes;
using Fairlead.Conformance.Report;

namespace Fairlead.Conformance;

/// <summary>
/// Checks the plug-ins of a conflist against the CNI specification 1.1.0 from outside, as processes in the namespace that this process
/// runs in.
/// </summary>
public static class ConformanceCheck
{
    /// <summary>What <c>--only</c> may choose.</summary>
    public static IReadOnlyList<string> Groups { get; } = ["version", "environment", "input", "add", "refuse", "check", "del", "gc", "status", "arguments", "parallel", "chain"];

    /// <param name="path">CNI_PATH.</param>
    /// <param name="only">Groups to run; empty for all.</param>
    /// <param name="say">Is told what is under way.</param>
    /// <exception cref="IOException">Namespaces cannot be made here.</exception>
    public static CheckReport Run(PluginList list, string path, NodeNamespace node, IReadOnlyList<string> only, Action<string> say)
    {
        var supported = Enumerable.Range(0, list.Plugins.Count).ToDictionary(
            plugin => plugin, plugin => VersionCases.Declared(Programs.Call(list.Plugins[plugin].Binary, VersionCases.Question(list.Versions[^1]))));
        var bench = new Bench(list, path, node, supported);
        WarmUp(bench);
        var cases = new List<CaseResult>();
        foreach (var group in Of(bench).Where(group => only.Count == 0 || only.Contains(group.Name)))
        {
            say(group.Name);
            cases.AddRange(group.Run());
        }

        return new CheckReport(cases);
    }

    // What the first container of a network brings along for all that follow (a bridge and its address) is not what DEL must take away.
    private static void WarmUp(Bench bench)
    {
        using var pod = bench.NewPod();
        pod.Add();
    }

    private static IEnumerable<CaseGroup> Of(Bench bench) =>
    [
        new VersionCases(bench), new EnvironmentCases(bench), new InputCases(bench), new AddCases(bench), new RefusalCases(bench), new CheckCases(bench),
        new DelCases(bench), new GcCases(bench), new StatusCases(bench), new ArgumentCases(bench), new ParallelCases(bench), new ChainCases(bench),
    ];
}
