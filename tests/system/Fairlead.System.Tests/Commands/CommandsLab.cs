using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Commands;

/// <summary>The lab that the tests of commands share, of whoever runs the tests.</summary>
public sealed class CommandsLab : IDisposable
{
    private CommandLab? _lab;

    public static LabUser User => Environment.IsPrivilegedProcess ? LabUser.Root : LabUser.WithoutRights;

    /// <summary>Up at the first call.</summary>
    public CommandLab Lab => _lab ??= new CommandLab(User, "cmd");

    public void Dispose() => _lab?.Dispose();
}
