using System.CommandLine;
using System.Text.Json.Nodes;
using Fairlead.Cli.Output;
using Fairlead.Lab;
using Fairlead.Model.Addresses;
using Spectre.Console;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>fairlead lab route add|delete|list</c>: the VPC's route table.</summary>
internal static class RouteCommand
{
    private static readonly Argument<Cidr> Destination = new("destination")
    {
        HelpName = "CIDR",
        CustomParser = result =>
        {
            if (!Cidr.TryParse(result.Tokens[0].Value, out var range))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no range; write 10.244.1.0/24");
            }

            return range;
        },
    };

    private static readonly Argument<string> NextHop = new("next-hop") { Description = "name of an instance, or id of an ENI", HelpName = "HOST" };

    public static Command Create() => new("route", "Changes the VPC's route table.") { Add(), Delete(), List() };

    private static Command Add()
    {
        var command = new Command("add", "Adds an entry: packets for the range go to the instance.") { Destination, NextHop };
        command.SetAction(parsed =>
        {
            var (destination, nextHop) = (parsed.GetValue(Destination), parsed.GetValue(NextHop)!);
            parsed.Lab().AddRoute(destination, nextHop);
            Say(parsed, destination, "added", $"{destination} goes to {nextHop}");
            return 0;
        });
        return command;
    }

    private static Command Delete()
    {
        var command = new Command("delete", "Removes an entry.") { Destination };
        command.SetAction(parsed =>
        {
            var destination = parsed.GetValue(Destination);
            parsed.Lab().DeleteRoute(destination);
            Say(parsed, destination, "deleted", $"{destination} has no entry any more");
            return 0;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Shows the entries.");
        command.SetAction(parsed =>
        {
            var status = parsed.Lab().Status();
            parsed.Output().Write(LabJson.ToNode(status.Routes), console => StatusText.WriteRoutes(console, status));
            return 0;
        });
        return command;
    }

    private static void Say(ParseResult parsed, Cidr destination, string outcome, string sentence) =>
        parsed.Output().Write(new JsonObject { ["destination"] = $"{destination}", ["route"] = outcome }, console => console.WriteLine(sentence));
}
