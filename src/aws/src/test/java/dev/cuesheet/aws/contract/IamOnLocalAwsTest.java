package dev.cuesheet.aws.contract;

class IamOnLocalAwsTest extends OnLocalAws implements IamContract {}
