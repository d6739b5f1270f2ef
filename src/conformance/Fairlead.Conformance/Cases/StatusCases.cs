using Fairlead.Conformance.Report;

namespace Fairlead.Conformance.Cases;

/// <summary>STATUS of a plug-in that has just served ADD.</summary>
internal sealed class StatusCases(Bench bench) : CaseGroup("status", bench)
{
    private static readonly int[] Reserved = [50, 51];

    public override IEnumerable<CaseResult> Run() => !SpecVersion.HasGcAndStatus(Bench.Version)
        ? [Result("STATUS", Clause.Status, Verdict.NotSupported("VERSION does not name 1.1.0"))]
        : Bench.Plugins.Select(plugin =>
        {
            var answer = Bench.Call(plugin, Bench.NodeCallOf("STATUS", Bench.List.Configuration(plugin, Bench.Version, null)));
            return Result(For(plugin, "STATUS says that ADD can be served"), Clause.Status, Verdict.Of(
                answer.IsSuccess ? "" : answer.Code is { } code && Reserved.Contains(code) ? $"ADD was served, STATUS says no: {answer.Summary}" : NoSuccess(answer)));
        });
}
