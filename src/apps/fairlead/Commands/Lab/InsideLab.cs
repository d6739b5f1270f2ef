using System.CommandLine;
using Fairlead.Lab.Entrance;

namespace Fairlead.Cli.Commands.Lab;

/// <summary>Commands that open namespaces of a lab run inside it, where its hosts and pods have process ids and root has rights over them.</summary>
internal static class InsideLab
{
    /// <summary>Runs <paramref name="work"/> if we are inside; else this very command line once more, inside, with our terminal.</summary>
    public static int Run(ParseResult parsed, Func<LabPlaces, int> work)
    {
        if (LabPlaces.Current is null)
        {
            return ExecCommand.InTerminal(parsed.Lab().CommandInside(Environment.GetCommandLineArgs().Skip(1)));
        }

        using var places = new LabPlaces();
        return work(places);
    }
}
