using System.CommandLine;
using System.Text.Json.Nodes;
using Fairlead.Cli.Output;
using Fairlead.Lab;
using Fairlead.Lab.Drawing;
using Fairlead.Vpc.Control;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>fairlead lab net [--svg FILE]</c></summary>
internal static class NetCommand
{
    private static readonly Option<FileInfo?> Svg = new("--svg") { Description = "draw it into a file", HelpName = "FILE", CustomParser = NamedFile.Parse };

    public static Command Create()
    {
        var command = new Command("net", "Draws the lab's topology.") { Svg };
        command.SetAction(parsed =>
        {
            var lab = parsed.Lab();
            var (status, vpc) = (lab.Status(), lab.Vpc().State);
            if (parsed.GetValue(Svg) is { } file)
            {
                File.WriteAllText(file.FullName, TopologySvg.Draw(status, vpc));
            }

            parsed.Output().Write(
                new JsonObject { ["lab"] = LabJson.ToNode(status), ["vpc"] = VpcJson.ToNode(vpc) },
                _ => Console.Out.Write(TopologyTree.Draw(status, vpc)));
            return 0;
        });
        return command;
    }
}
