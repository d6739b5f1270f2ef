using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Fairlead.Cli.Commands.Lab;
using Fairlead.Cli.Output;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Observation;
using Fairlead.Planning.Paths;
using Spectre.Console;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead why FROM TO:PORT[/udp]</c></summary>
internal static class WhyCommand
{
    private const int NotReached = 3;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private static readonly Argument<string> From = new("from") { Description = "a host, a pod, or an address of one", HelpName = "FROM" };
    private static readonly Argument<string> To = new("to") { Description = "a host, a pod or any address, and a port", HelpName = "TO:PORT[/udp]" };
    private static readonly Option<bool> V6 = new("--ipv6", "-6") { Description = "to the IPv6 address of a host or pod" };

    public static Command Create()
    {
        var command = new Command("why", $"Foretells whether and how a packet gets there, without sending one; ends with status {NotReached} where it does not.")
        {
            LabCommand.Name, From, To, V6,
        };
        command.SetAction(parsed => InsideLab.Run(parsed, places => Run(parsed, places)));
        return command;
    }

    private static int Run(ParseResult parsed, LabPlaces places)
    {
        var target = PacketTarget.Parse(parsed.GetValue(To)!);
        var world = LabWorld.Read(places);
        var question = new PathQuestion(world.Place(parsed.GetValue(From)!), world.Address(target.Place, parsed.GetValue(V6)), target.Port, target.Transport);
        var prediction = new PathPredictor(world.Snapshot).Predict(question);
        prediction = prediction with { Stop = prediction.Stop is { } stop ? stop with { Remedy = places.Lab.Advice(stop.Remedy) } : null };
        parsed.Output().Write(Json(prediction), console => PathText.Lines(prediction).ToList().ForEach(console.WriteLine));
        return prediction.Outcome == PathOutcome.Reached ? 0 : NotReached;
    }

    private static JsonObject Json(PathPrediction prediction) => new()
    {
        ["packet"] = $"{prediction.Packet}",
        ["outcome"] = JsonNamingPolicy.CamelCase.ConvertName($"{prediction.Outcome}"),
        ["summary"] = PathText.Summary(prediction),
        ["stop"] = JsonSerializer.SerializeToNode(prediction.Stop, Options),
        ["answerStopped"] = prediction.IsAnswerStopped,
        ["arrivedAt"] = prediction.ArrivedAt,
        ["seenSource"] = prediction.SeenSource?.ToString(),
        ["pathMtu"] = prediction.PathMtu,
        ["forward"] = JsonSerializer.SerializeToNode(prediction.Forward, Options),
        ["back"] = JsonSerializer.SerializeToNode(prediction.Back, Options),
    };
}
