using System.Text.Json.Nodes;
using Fairlead.Conformance.Processes;
using Fairlead.Conformance.Report;

namespace Fairlead.Conformance.Cases;

/// <summary>Cases about one thing.</summary>
internal abstract class CaseGroup(string name, Bench bench)
{
    /// <summary>What <c>--only</c> chooses by.</summary>
    public string Name { get; } = name;

    protected Bench Bench { get; } = bench;

    public abstract IEnumerable<CaseResult> Run();

    protected CaseResult Result(string name, string clause, Verdict verdict) => new(Name, name, clause, verdict);

    /// <summary>The name of a case that is run once a plug-in: a single one need not be named.</summary>
    protected string For(int plugin, string name) => Bench.List.Plugins.Count == 1 ? name : $"{Bench.List.Plugins[plugin].Type}: {name}";

    /// <summary>What is wrong with an answer that should be a success.</summary>
    protected static string NoSuccess(PluginAnswer answer) => answer.IsSuccess ? "" : $"should succeed, but: {answer.Summary}";

    /// <summary>
    /// What is wrong with an answer that should be an error: a status that is not 0, and on standard output one JSON object with a number
    /// and a message. Whether it bears a version is a case of its own.
    /// </summary>
    protected static string NoError(PluginAnswer answer, params int[] codes)
    {
        if (answer.Status <= 0)
        {
            return $"should be an error, but: {answer.Summary}";
        }

        if (answer.Json is not JsonObject error || answer.Code is not > 0 || error["msg"] is not JsonValue)
        {
            return $"standard output should be one JSON object with code and msg, but: {answer.Summary}; output {answer.Output.Trim()}";
        }

        return codes.Length == 0 || codes.Contains(answer.Code.Value) ? "" : $"code should be {string.Join(" or ", codes)}, but: {answer.Summary}";
    }
}
