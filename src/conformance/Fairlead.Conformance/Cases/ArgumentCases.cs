using System.Text.Json.Nodes;
using Fairlead.Conformance.Report;

namespace Fairlead.Conformance.Cases;

/// <summary>CNI_ARGS, and what a configuration may pass on.</summary>
internal sealed class ArgumentCases(Bench bench) : CaseGroup("arguments", bench)
{
    public override IEnumerable<CaseResult> Run() =>
    [
        Added("ADD without CNI_ARGS", null),
        Added("ADD with an empty CNI_ARGS", ""),
        Added("CNI_ARGS as Kubernetes runtimes write them", "IgnoreUnknown=1;K8S_POD_NAMESPACE=ns;K8S_POD_NAME=pod;K8S_POD_INFRA_CONTAINER_ID=c;K8S_POD_UID=u"),
        Added("CNI_ARGS in another order", "K8S_POD_UID=u;K8S_POD_NAME=pod;K8S_POD_INFRA_CONTAINER_ID=c;K8S_POD_NAMESPACE=ns;IgnoreUnknown=true"),
        Added("an unknown key of CNI_ARGS behind IgnoreUnknown", "FOO=bar;IgnoreUnknown=1"),
        Unknown(),
        Dns(),
    ];

    private CaseResult Added(string name, string? arguments)
    {
        using var pod = With(arguments);
        return Result(name, Clause.Parameters, Verdict.Of(NoSuccess(pod.Add())));
    }

    /// <summary>Whether unknown keys are refused is the plug-in's choice; how is not.</summary>
    private CaseResult Unknown()
    {
        using var pod = With("FOO=bar");
        var answer = pod.Add();
        return Result("an unknown key of CNI_ARGS is served or refused", Clause.Parameters, Verdict.Of(answer.IsSuccess ? "" : NoError(answer)));
    }

    private CaseResult Dns()
    {
        using var pod = Bench.NewPod();
        var answer = pod.Add(call =>
        {
            var json = JsonNode.Parse(call.Input)!;
            json["dns"] = new JsonObject { ["nameservers"] = new JsonArray("192.0.2.53"), ["search"] = new JsonArray("example.com") };
            return call with { Input = json.ToJsonString() };
        });
        var dns = (answer.Json as JsonObject)?["dns"];
        var servers = (dns?["nameservers"] as JsonArray ?? []).Select(server => server?.ToString()).ToList();
        return Result("dns of the configuration is in the result", Clause.WellKnown, !answer.IsSuccess ? Verdict.Failed(NoSuccess(answer))
            : servers.Contains("192.0.2.53") ? Verdict.Passed
            : Verdict.NotSupported($"the result's dns is {dns?.ToJsonString() ?? "missing"}"));
    }

    private TestPod With(string? arguments)
    {
        var pod = Bench.NewPod();
        return new TestPod(Bench, pod.ContainerId, pod.Netns, pod.Version) { Arguments = arguments };
    }
}
