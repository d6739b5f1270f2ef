using System.CommandLine;
using System.CommandLine.Invocation;
using Fairlead.AgentApi;
using Fairlead.Cli.Commands;
using Fairlead.Cli.Commands.Lab;
using Fairlead.Cli.Output;
using Fairlead.Cloud;
using Fairlead.Kubernetes.Store.Files;
using Fairlead.Lab;
using Fairlead.Model.Problems;
using Fairlead.Reconciliation;
using Fairlead.Vpc.Storage;

namespace Fairlead.Cli;

/// <summary>The root command, and what all commands have in common: how they end and how they say what went wrong.</summary>
internal static class CommandLineTool
{
    private const int Failure = 1;
    private const int WrongUsage = 2;

    /// <summary>One line a command; each is a file in Commands/.</summary>
    private static RootCommand Root() => new("Fairlead gives every pod an address that the whole VPC can reach.")
    {
        OutputOption.Option,
        LabCommand.Create(),
        DoctorCommand.Create(),
        WhyCommand.Create(),
        TableCommand.Create(),
        CapacityCommand.Create(),
        CniCommand.Create(),
        VpcCommand.Create(),
        MigrateCommand.Create(),
        StoreCommand.Create(),
        SupervisorCommand.Create(),
    };

    public static int Run(string[] arguments)
    {
        var parsed = Root().Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            return SayUsage(parsed);
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception error) when (error is ProblemException or ControlException or WorldException or LabException or CloudException or StateFileException or StoreFileException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return Failure;
        }
    }

    private static int SayUsage(ParseResult parsed)
    {
        foreach (var error in parsed.Errors)
        {
            Console.Error.WriteLine($"fairlead: {error.Message}");
        }

        var words = new List<string>();
        for (Symbol? command = parsed.CommandResult.Command; command is not null and not RootCommand; command = command.Parents.FirstOrDefault())
        {
            words.Insert(0, command.Name);
        }

        Console.Error.WriteLine($"see: {string.Join(' ', ["fairlead", .. words])} --help");
        return WrongUsage;
    }
}
