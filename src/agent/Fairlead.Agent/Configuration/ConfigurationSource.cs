using Fairlead.Model.Problems;

namespace Fairlead.Agent.Configuration;

/// <summary>
/// The file as it is now, and the last one that could be used: a typing error costs nobody his connections. It is looked at
/// every second, which also sees what inotify does not: a file on a network, a ConfigMap's swapped link.
/// </summary>
public sealed class ConfigurationSource(string path, string hostName)
{
    private string? _text;

    /// <summary>The last good configuration; null until there has been one.</summary>
    public AgentOptions? Options { get; private set; }

    /// <summary>What is wrong with the file as it is now, null where nothing is.</summary>
    public string? Problem { get; private set; } = "not read yet";

    /// <summary>Reads the file if it has changed.</summary>
    /// <returns>True when <see cref="Options"/> or <see cref="Problem"/> is another than before.</returns>
    public bool Look()
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _text = null;
            return Say($"{path}: {error.Message}");
        }

        if (text == _text)
        {
            return false;
        }

        _text = text;
        try
        {
            Options = AgentYaml.Read(text, path, hostName);
            Problem = null;
            return true;
        }
        catch (ProblemException problems)
        {
            return Say(problems.Message);
        }
    }

    private bool Say(string problem)
    {
        if (Problem == problem)
        {
            return false;
        }

        Problem = problem;
        return true;
    }
}
