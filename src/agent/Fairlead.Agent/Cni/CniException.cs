namespace Fairlead.Agent.Cni;

/// <summary>Error codes of CNI 1.1.0, section 5 "Error", with their reserved meanings.</summary>
public static class CniErrorCode
{
    public const int IncompatibleVersion = 1;
    public const int UnsupportedField = 2;
    public const int UnknownContainer = 3;
    public const int InvalidEnvironment = 4;
    public const int InputOutput = 5;
    public const int Decoding = 6;
    public const int InvalidConfiguration = 7;
    public const int TryAgainLater = 11;
    public const int CannotServeAdd = 50;

    /// <summary>First code free for a plug-in's own use: the kernel refused.</summary>
    public const int Kernel = 100;

    /// <summary>The interface or the attachment is there already.</summary>
    public const int AlreadyThere = 101;

    /// <summary>CHECK found something otherwise than ADD left it.</summary>
    public const int CheckFailed = 102;

    /// <summary>Another pod holds the port of the node.</summary>
    public const int PortTaken = 103;
}

/// <summary>What a verb answers instead of a result.</summary>
public sealed class CniException(int code, string message, string details = "", Exception? inner = null)
    : Exception(message, inner)
{
    public int Code { get; } = code;

    public string Details { get; } = details;

    /// <summary>What a pod asks for is not there yet.</summary>
    /// <param name="reasons">Why, as far as anybody says; empty ones are left out.</param>
    public static CniException NotYet(string message, params IEnumerable<string> reasons) =>
        new(CniErrorCode.TryAgainLater, message, string.Join("; ", reasons.Where(reason => reason.Length > 0)));
}
