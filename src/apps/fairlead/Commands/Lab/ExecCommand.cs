using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>fairlead lab exec HOST-OR-POD -- CMD…</c></summary>
internal static class ExecCommand
{
    private static readonly Argument<string> Place = new("place") { Description = "a host or a pod", HelpName = "HOST-OR-POD" };

    private static readonly Argument<string[]> Words = new("command") { Description = "what to run there; a shell where nothing is said", HelpName = "CMD", Arity = ArgumentArity.ZeroOrMore };

    public static Command Create()
    {
        var command = new Command("exec", "Runs a command in a host or a pod, with this terminal; ends as the command ends.") { Place, Words };
        command.SetAction(parsed =>
        {
            var words = parsed.GetValue(Words)!;
            return InTerminal(parsed.Lab().CommandIn(parsed.GetValue(Place)!, words.Length == 0 ? ["sh"] : words));
        });
        return command;
    }

    /// <summary>Runs a program in our place as far as can be seen: its terminal is ours, its status ours too.</summary>
    public static int InTerminal(IReadOnlyList<string> command)
    {
        // Ctrl-C is for the program, which shares our terminal; we wait for what it makes of it. Console.CancelKeyPress would write to
        // the terminal to set its keys up.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal => signal.Cancel = true);
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)))!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
