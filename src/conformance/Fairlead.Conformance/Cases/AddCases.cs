using System.Text.Json.Nodes;
using Fairlead.Conformance.Processes;
using Fairlead.Conformance.Report;
using Fairlead.Conformance.Results;

namespace Fairlead.Conformance.Cases;

/// <summary>A container's way through ADD, CHECK and DEL in every version: what is said held against what the kernel has.</summary>
internal sealed class AddCases(Bench bench) : CaseGroup("add", bench)
{
    public override IEnumerable<CaseResult> Run() =>
        SpecVersion.Known.SelectMany(version => Bench.Versions.Contains(version)
            ? Run(version)
            : [Result($"{version}: ADD", Clause.ResultVersion, Verdict.NotSupported("VERSION does not name it"))]);

    private IEnumerable<CaseResult> Run(string version)
    {
        using var pod = Bench.NewPod(version);
        var before = Bench.Node.Read();
        var inPod = pod.State();
        var answer = pod.Add();
        yield return Result($"{version}: ADD succeeds", Clause.Add, Verdict.Of(NoSuccess(answer)));
        if (!answer.IsSuccess)
        {
            yield break;
        }

        yield return Result($"{version}: the result bears the version that was asked in", Clause.ResultVersion, Verdict.Of(WrongVersion(answer, version)));
        foreach (var result in answer.Json is JsonObject json ? Results(json, pod) : [])
        {
            yield return result;
        }

        yield return Result($"{version}: CHECK after ADD", Clause.Check, Check(pod));
        yield return Result($"{version}: DEL succeeds", Clause.Del, Verdict.Of(NoSuccess(pod.Delete())));
        yield return Result($"{version}: DEL leaves nothing in the node", Clause.Del, Verdict.Of(Bench.NodeDifference(before)));
        yield return Result($"{version}: DEL leaves nothing in the sandbox", Clause.Del, Verdict.Of(Bench.WithPatience(() => pod.State().DifferenceFrom(inPod))));
    }

    private static string WrongVersion(PluginAnswer answer, string version) =>
        answer.Json is not JsonObject json ? $"standard output is not one JSON object: {answer.Output.Trim()}"
        : json["cniVersion"]?.ToString() is var seen && seen == version ? ""
        : $"asked in {version}, cniVersion is {seen ?? "missing"}";

    private IEnumerable<CaseResult> Results(JsonObject json, TestPod pod)
    {
        var version = pod.Version;
        var reader = new ResultReader(version);
        var result = reader.Read(json);
        yield return Result($"{version}: the result has the shape of {version}", Clause.Success, Verdict.Of(reader.Problems));
        var kernel = pod.Netns.Read(inPod => new KernelAgreement(result, pod.InterfaceName, inPod));
        yield return Result($"{version}: the interface is in the sandbox, and up", Clause.Add, Verdict.Of(kernel.Link()));
        if (SpecVersion.HasInterfaces(version))
        {
            yield return Result($"{version}: the interfaces that were made are listed", Clause.Success, Verdict.Of(Interfaces(result, pod)));
            yield return Result($"{version}: MACs are those of the kernel", Clause.Success, Verdict.Of(kernel.Mac()));
        }

        yield return Result($"{version}: addresses are those of the kernel", Clause.Success, Verdict.Of(kernel.Addresses()));
        yield return Result($"{version}: routes are in the kernel", Clause.Success, Verdict.Of(kernel.Routes()));
    }

    private IEnumerable<string> Interfaces(AttachmentResult result, TestPod pod)
    {
        var own = result.Interfaces.Where(one => one.Name == pod.InterfaceName && one.Sandbox.Length > 0).ToList();
        if (own.Count != 1)
        {
            yield return $"{own.Count} interfaces are named {pod.InterfaceName} and have a sandbox, it should be one";
        }

        foreach (var one in result.Interfaces.Where(one => one.Sandbox.Length > 0 && one.Sandbox != pod.Netns.Path))
        {
            yield return $"sandbox of {one.Name} is {one.Sandbox}, CNI_NETNS is {pod.Netns.Path}";
        }

        var node = Bench.Node.Read().Lines;
        foreach (var one in result.Interfaces.Where(one => one.Sandbox.Length == 0 && !node.Any(line => line == $"link {one.Name}" || line.StartsWith($"link {one.Name} ", StringComparison.Ordinal))))
        {
            yield return $"{one.Name} has no sandbox, and the node has no such link";
        }
    }

    private Verdict Check(TestPod pod) =>
        !SpecVersion.HasCheck(pod.Version) ? Verdict.NotSupported("came with 0.4.0")
        : Bench.List.DisableCheck ? Verdict.NotSupported("the list says disableCheck")
        : Verdict.Of(NoSuccess(pod.Check()));
}
