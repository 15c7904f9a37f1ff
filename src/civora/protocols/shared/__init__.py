"""What two standards share: who asks and how often (`access`), files on their way (`streaming`), the DCAT graph (`dcat`)."""
