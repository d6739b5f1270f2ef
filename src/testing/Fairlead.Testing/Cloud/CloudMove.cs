using System.Globalization;

namespace Fairlead.Testing.Cloud;

/// <summary>What somebody does to a cloud; numbers say to what of all that is there, so that a shortened list of moves still means something.</summary>
public enum MoveKind
{
    CreateInterface,
    AttachInterface,
    AttachMember,
    DetachInterface,
    DeleteInterface,
    ModifyInterface,
    AssignAddresses,
    AssignNamed,
    AssignPrefixes,
    UnassignAddress,
    UnassignPrefix,
    AssignIpv6,
    UnassignIpv6,
    RunInstances,
    DeleteInstance,
    CreateVSwitch,
    DeleteVSwitch,
    CreateRouteEntry,
    DeleteRouteEntry,
    CreateGroup,
    DeleteGroup,
    Authorize,
    Revoke,

    /// <summary>Time passes, and what is due happens.</summary>
    Elapse,

    /// <summary>An ENI is gone of a sudden.</summary>
    Vanish,

    /// <summary>The last call once more, with its token.</summary>
    Repeat,
}

/// <summary>One move, written <c>AttachInterface 3 1 0</c>.</summary>
public readonly record struct CloudMove(MoveKind Kind, int A, int B, int C)
{
    public static CloudMove Parse(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new CloudMove(Enum.Parse<MoveKind>(parts[0]), Number(parts[1]), Number(parts[2]), Number(parts[3]));
    }

    /// <summary>As a failure prints them: one a line, or with semicolons between.</summary>
    public static IReadOnlyList<CloudMove> ParseAll(string text) =>
        [.. text.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse)];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {A} {B} {C}");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
