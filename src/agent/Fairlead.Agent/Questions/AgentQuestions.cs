using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Agent.Node;
using Fairlead.Agent.Server;
using Fairlead.AgentApi;
using Fairlead.Model.Problems;
using Fairlead.Planning.Doctor;

namespace Fairlead.Agent.Questions;

/// <summary>What people and programs of ours ask the agent about itself: requests of <see cref="ControlClient.Kind"/>, JSON in and out.</summary>
/// <param name="engine">Null until there is one.</param>
/// <param name="obstacle">Why there is none.</param>
/// <param name="report">What <c>doctor</c> asks for.</param>
internal sealed class AgentQuestions(Func<NodeEngine?> engine, Func<string> obstacle, Func<AgentReport> report)
{
    public AgentReply Serve(ReadOnlySpan<byte> json)
    {
        try
        {
            var request = JsonNode.Parse(json) as JsonObject ?? throw new ControlException("a request is a JSON object");
            return AgentReply.Success(JsonOctets.Of(Answer(request)));
        }
        catch (Exception error) when (error is ControlException or JsonException or InvalidOperationException)
        {
            return AgentReply.Failure(JsonOctets.Of(new JsonObject { ["error"] = error.Message }));
        }
    }

    private JsonNode Answer(JsonObject request) => (string?)request["op"] switch
    {
        "table" => Table((string?)request["name"] ?? ""),
        "report" => report().ToJson(),
        var op => throw new ControlException(Nearest.Sentence("question", op ?? "", ["table", "report"])),
    };

    private JsonObject Table(string name) =>
        AgentTables.Find(engine() ?? throw new ControlException(obstacle()), name) is { } table
            ? table.ToJson()
            : throw new ControlException(Nearest.Sentence("table", name, AgentTables.Names));
}
