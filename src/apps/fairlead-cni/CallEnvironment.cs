namespace Fairlead.Cni;

/// <summary>The CNI_* variables of one call, checked to the letter.</summary>
internal sealed class CallEnvironment
{
    private static readonly string[] Verbs = ["ADD", "DEL", "CHECK", "GC", "STATUS", "VERSION"];

    public required string Command { get; init; }

    public required string ContainerId { get; init; }

    public required string Netns { get; init; }

    public required string InterfaceName { get; init; }

    public required string Arguments { get; init; }

    public required string Path { get; init; }

    /// <exception cref="CniError">Code 4, naming every variable that is missing or wrong.</exception>
    public static CallEnvironment Read()
    {
        var environment = new CallEnvironment
        {
            Command = Get("CNI_COMMAND"),
            ContainerId = Get("CNI_CONTAINERID"),
            Netns = Get("CNI_NETNS"),
            InterfaceName = Get("CNI_IFNAME"),
            Arguments = Get("CNI_ARGS"),
            Path = Get("CNI_PATH"),
        };
        // VERSION is asked with "dummy" everywhere, or with nothing at all.
        if (environment.Command != "VERSION")
        {
            environment.Check();
        }

        return environment;
    }

    private static string Get(string name) => Environment.GetEnvironmentVariable(name) ?? "";

    private void Check()
    {
        if (Command.Length > 0 && Array.IndexOf(Verbs, Command) < 0)
        {
            throw new CniError(CniError.InvalidEnvironment, "unknown CNI_COMMAND: " + Command, "allowed are ADD, DEL, CHECK, GC, STATUS and VERSION");
        }

        var perContainer = Command is "ADD" or "DEL" or "CHECK";
        var missing = new List<string>();
        Require(missing, "CNI_COMMAND", Command, true);
        Require(missing, "CNI_CONTAINERID", ContainerId, perContainer);
        Require(missing, "CNI_NETNS", Netns, Command is "ADD" or "CHECK");
        Require(missing, "CNI_IFNAME", InterfaceName, perContainer);
        // Section 2 has it as required for GC, and as optional for the others.
        Require(missing, "CNI_PATH", Path, Command == "GC");
        if (missing.Count > 0)
        {
            throw new CniError(CniError.InvalidEnvironment, "required env variables [" + string.Join(",", missing) + "] missing");
        }

        if (perContainer)
        {
            CheckNames();
        }
    }

    private void CheckNames()
    {
        if (!IsContainerId(ContainerId))
        {
            throw new CniError(CniError.InvalidEnvironment, "invalid CNI_CONTAINERID: " + ContainerId, "allowed are letters, digits, '_', '.' and '-', beginning with a letter or digit");
        }

        if (InterfaceNameProblem() is { } problem)
        {
            throw new CniError(CniError.InvalidEnvironment, "invalid CNI_IFNAME: " + InterfaceName, problem);
        }
    }

    // \A[a-zA-Z0-9][a-zA-Z0-9_.\-]*\z, without the start-up of a regular expression. A final newline is refused.
    private static bool IsContainerId(string id)
    {
        for (var i = 0; i < id.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(id[i]) && (i == 0 || id[i] is not ('_' or '.' or '-')))
            {
                return false;
            }
        }

        return id.Length > 0;
    }

    // dev_valid_name of net/core/dev.c; IFNAMSIZ is 16 with the final NUL.
    private string? InterfaceNameProblem()
    {
        if (System.Text.Encoding.UTF8.GetByteCount(InterfaceName) > 15)
        {
            return "an interface name has 15 octets at most";
        }

        if (InterfaceName is "." or "..")
        {
            return "'.' and '..' are no interface names";
        }

        foreach (var character in InterfaceName)
        {
            if (character is '/' or ':' || char.IsWhiteSpace(character) || char.IsControl(character))
            {
                return "'/', ':' and white space cannot be in an interface name";
            }

            // What octets that are no UTF-8 were read as: another name than the one that was meant.
            if (character == '\uFFFD')
            {
                return "an interface name must be UTF-8";
            }
        }

        return null;
    }

    private static void Require(List<string> missing, string name, string value, bool required)
    {
        if (required && value.Length == 0)
        {
            missing.Add(name);
        }
    }
}
