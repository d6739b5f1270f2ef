namespace Fairlead.Lab;

/// <summary>A lab cannot do what was asked; the message says why and what to do, for a person.</summary>
public sealed class LabException(string message, Exception? inner = null) : Exception(message, inner);
