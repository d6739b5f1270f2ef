using System.Security.Cryptography;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Credentials;
using Fairlead.Vpc.Storage;

namespace Fairlead.Vpc.Program;

/// <summary>The cloud and the keys to it: of this run only, or kept in a file from one run to the next.</summary>
internal sealed class KeptCloud : IDisposable
{
    private readonly StateFile? _file;

    private KeptCloud(StateFile? file)
    {
        var (clock, random) = (TimeProvider.System, RandomNumberGenerator.Create());
        _file = file;
        Cloud = file is null ? new EmulatedCloud(CloudState.Empty, clock) : new EmulatedCloud(file.State, clock, file, file.LastChange);
        Keys = file is null ? new KeyRing(NewKeys(), clock, random) : new KeyRing(file.Account, clock, random, file.Roles, file.Keep);
    }

    public EmulatedCloud Cloud { get; }

    public KeyRing Keys { get; }

    /// <param name="path">Null where nothing is kept.</param>
    /// <exception cref="StateFileException">It is damaged, in use, or another's.</exception>
    public static KeptCloud Open(string? path) => new(path is null ? null : StateFile.Open(path, new StateSeed(null, () => CloudState.Empty, NewKeys)));

    public void Dispose()
    {
        Cloud.Dispose();
        _file?.Dispose();
    }

    private static AccountKeys NewKeys() => AccountKeys.Create(CloudState.Empty.Account, RandomNumberGenerator.Create());
}
