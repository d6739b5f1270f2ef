using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Fairlead.Cli.Output;

/// <summary>
/// Where a command's result goes: as text for people or as JSON for programs. Results go to standard output, progress and errors to
/// standard error, and no colour codes to what is no terminal.
/// </summary>
internal sealed class CommandOutput(OutputFormat format)
{
    // Output that goes to a file or a pipe must not be cut at the 80 columns that nobody chose.
    private const int WidthWithoutTerminal = 240;

    // People read it too: an apostrophe stays one.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsJson => format == OutputFormat.Json;

    /// <summary>Standard output, for tables and coloured words; write nothing to it when <see cref="IsJson"/>.</summary>
    public IAnsiConsole Console { get; } = Create(System.Console.Out, System.Console.IsOutputRedirected);

    /// <summary>Standard error, for progress.</summary>
    public IAnsiConsole Progress { get; } = Create(System.Console.Error, System.Console.IsErrorRedirected);

    /// <summary>Writes a result in the form that was asked for.</summary>
    public void Write(JsonNode? json, Action<IAnsiConsole> text)
    {
        if (IsJson)
        {
            System.Console.Out.WriteLine(json?.ToJsonString(Indented) ?? "null");
        }
        else
        {
            text(Console);
        }
    }

    /// <summary>Does something that takes a while, saying on standard error what is going on, however the result is written.</summary>
    public T While<T>(string saying, Func<Action<string>, T> work)
    {
        if (System.Console.IsErrorRedirected)
        {
            return work(_ => { });
        }

        return Progress.Status().Start(Markup.Escape(saying), status => work(now => status.Status(Markup.Escape(now))));
    }

    /// <summary>A table without a frame: columns with a heading, as <c>kubectl</c> and <c>ip -br</c> print them.</summary>
    public static Table Table(params string[] columns)
    {
        var table = new Table { Border = TableBorder.None, UseSafeBorder = false };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Markup($"[bold]{Markup.Escape(column)}[/]")).PadLeft(0).PadRight(2));
        }

        return table;
    }

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (redirected)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        return console;
    }
}
