using System.CommandLine;
using Fairlead.Cli.Output;
using Fairlead.Migration;
using Fairlead.Migration.Output;
using Fairlead.Migration.Terway;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead migrate terway FILE…</c></summary>
internal static class MigrateCommand
{
    private enum Part
    {
        Resources,
        Agent,
        Report,
    }

    private static readonly Argument<string[]> Files = new("file")
    {
        Description = "ConfigMaps, Secrets, PodNetworkings, Nodes and pods as kubectl prints them, the JSON of eni_conf, 10-terway.conf, ctrl-config.yaml or the chart's values; - for what comes in",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Cluster = new("--cluster") { Description = "the cluster's name, for tags of what is made in the cloud", HelpName = "NAME" };

    private static readonly Option<string?> Vpc = new("--vpc") { Description = "id of the VPC, where no ctrl-config.yaml says it", HelpName = "ID" };

    private static readonly Option<Part?> Only = new("--part") { Description = "only this of it: resources for the store, the agent's file, or the report" };

    public static Command Create() => new("migrate", "Translates another plug-in's configuration.") { Terway() };

    private static Command Terway()
    {
        var command = new Command("terway", "Translates Terway's configuration, and says of each key what became of it.") { Files, Cluster, Vpc, Only };
        command.SetAction(parsed =>
        {
            var files = parsed.GetValue(Files)!.Select(file => file == "-" ? (Console.In.ReadToEnd(), "(standard input)") : (TextFile.Read(file), file)).ToList();
            var result = TerwayMigration.Translate(files, new Given(parsed.GetValue(Cluster), parsed.GetValue(Vpc)));
            if (parsed.Output().IsJson)
            {
                parsed.Output().Write(MigrationText.Json(result), _ => { });
            }
            else
            {
                Console.Out.Write(Text(result, parsed.GetValue(Only)));
            }

            return 0;
        });
        return command;
    }

    private static string Text(MigrationResult result, Part? part) => part switch
    {
        Part.Resources => MigrationText.Resources(result),
        Part.Agent => MigrationText.Agent(result),
        Part.Report => MigrationText.Report(result),
        _ => MigrationText.All(result),
    };
}
